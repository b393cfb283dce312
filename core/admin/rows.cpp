#include "rows.hpp"

#include <algorithm>

#include "core/http/url.hpp"

#include <charconv>

namespace hurtrock::admin {

std::string admin_page(std::string_view wanted)
{
    constexpr std::size_t length_max = 500;
    const bool here = wanted == "/admin" || wanted.starts_with("/admin/") || wanted.starts_with("/admin?");
    const bool door = wanted.starts_with("/admin/login") || wanted.starts_with("/admin/logout");
    const bool plain = std::all_of(wanted.begin(), wanted.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f && c != '\\'; });
    if (!here || door || !plain || wanted.size() > length_max || wanted.find("//") != std::string_view::npos) return "/admin";
    return std::string{wanted};
}

std::string back_of(const Request& request) { return admin_page(request.form("back").value_or("/admin")); }
namespace {

std::int64_t number(std::string_view digits)
{
    std::int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

} // namespace

std::int64_t id_in_path(const Request& request, std::string_view name) { return number(request.path(name)); }

std::int64_t before_in_query(const Request& request)
{
    return std::max<std::int64_t>(0, number(request.query("before").value_or("")));
}

Value older_links(const Request& request, std::int64_t next_before)
{
    std::string kept;
    for (const auto& [name, value] : request.query())
        if (name != "before") kept += (kept.empty() ? "?" : "&") + http::percent_encode(name) + "=" + http::percent_encode(value);
    const auto first = request.url_for(request.path()) + kept;
    const bool at_start = before_in_query(request) == 0;
    if (at_start && next_before == 0) return {};
    const auto next = first + (kept.empty() ? "?" : "&") + "before=" + std::to_string(next_before);
    return {{"newest", at_start ? Value{} : Value{first}}, {"older", next_before == 0 ? Value{} : Value{next}}};
}

Response outcome(const Request& request, const std::string& path, const Result<Done>& done, std::string_view sentence, const Value& arguments)
{
    if (done) return redirect(path).flash(FlashKind::success, request.translate(sentence, arguments));
    return redirect(path).flash(FlashKind::error, request.translate(done.problem().code, done.problem().arguments));
}

Value time_value(Time time)
{
    return time == Time{} ? Value{} : Value{to_rfc3339(time)};
}

} // namespace hurtrock::admin
