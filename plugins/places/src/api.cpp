#include "api.hpp"

#include "words.hpp"

#include <charconv>

namespace hurtrock::places {
namespace {

constexpr int limit_default = 8;

std::optional<int> limit_of(const Request& request)
{
    const auto typed = request.query("limit");
    if (!typed) return limit_default;
    int limit = 0;
    const auto [end, error] = std::from_chars(typed->data(), typed->data() + typed->size(), limit);
    if (error != std::errc{} || end != typed->data() + typed->size()) return std::nullopt;
    if (limit < 1 || limit > shop::Places::results_max) return std::nullopt;
    return limit;
}

} // namespace

Response search(const Request& request, shop::Places& places)
{
    const auto limit = limit_of(request);
    if (!limit)
        return problem({.code = "places.limit",
                        .field = "limit",
                        .arguments = {{"max", shop::Places::results_max}},
                        .status = 400});
    const auto text = request.query("q").value_or("");
    auto found = Value::list();
    for (const auto& place : places.search(text, *limit))
        found.push({{"code", place.code},
                    {"label", place.label()},
                    {"village", place.village},
                    {"district", place.district},
                    {"city", place.city},
                    {"province", place.province}});
    return json({{"places", std::move(found)}, {"postal_code", postal_code_in(text)}})
        .header("Cache-Control", "public, max-age=86400");
}

} // namespace hurtrock::places
