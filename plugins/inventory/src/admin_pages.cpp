#include "admin_pages.hpp"

#include "repository.hpp"

#include <hurtrock/forms.hpp>
#include <hurtrock/pagination.hpp>

#include <charconv>

namespace hurtrock::inventory
{
namespace
{

constexpr std::int64_t page_size = 50;
constexpr std::int64_t movements_shown = 50;
constexpr std::int64_t waiting_shown = 50;
constexpr std::int64_t widget_rows = 5;
constexpr std::int64_t on_hand_max = 1'000'000;

VariantId variant_of(const Request& request)
{
    std::int64_t id = 0;
    const auto digits = request.path("variant");
    std::from_chars(digits.data(), digits.data() + digits.size(), id);
    return {id};
}

std::string path_of(VariantId variant)
{
    return "/admin/stock/" + std::to_string(variant.value);
}

/// Who did it, for histories; the route asked for a member of staff.
std::string actor_of(const Request& request)
{
    const auto& user = *request.visitor().user();
    return user.name.empty() ? user.email : user.name;
}

} // namespace

/// Levels with the names the catalog has for them; a variant that left the catalog keeps its number.
Value AdminPages::rows(const Request& request, const std::vector<Level>& levels)
{
    std::vector<VariantId> ids;
    for (const auto& level : levels)
        ids.push_back(level.variant);
    std::unordered_map<VariantId, shop::VariantView> names;
    if (catalog_ && !ids.empty())
        for (auto& view : catalog_->variants(host_.database(), ids, request.locale()))
            names.emplace(view.id, view);

    const auto awaited = repository::waited_for(host_.database(), ids);
    auto rows = Value::list();
    for (const auto& level : levels) {
        const auto& view = names[level.variant];
        rows.push({{"url", request.url_for(path_of(level.variant))},
                   {"variant", level.variant.value},
                   {"sku", view.sku},
                   {"name", view.product_name.empty() ? "#" + std::to_string(level.variant.value) : view.product_name},
                   {"variant_name", view.variant_name},
                   {"active", view.active},
                   {"on_hand", level.on_hand},
                   {"reserved", level.reserved},
                   {"available", level.available()},
                   {"minimum", level.minimum ? Value{*level.minimum} : Value{}},
                   {"waited_for", awaited.contains(level.variant) ? awaited.at(level.variant) : 0},
                   {"low", level.available() <= service_.minimum_of(level)}});
    }
    return rows;
}

Response AdminPages::list(const Request& request)
{
    const auto slice = Slice::of(request, page_size);
    const std::string sku{request.query("q").value_or("")};
    const bool low = request.query("low") == "1";
    const auto threshold = host_.settings().integer("low_stock_threshold");

    repository::LevelPage found;
    if (!sku.empty()) {
        if (const auto variant = catalog_->variant_by_sku(host_.database(), sku)) {
            auto levels = repository::levels(host_.database(), {*variant});
            if (levels.empty()) levels.push_back({*variant, 0, 0});
            if (!low || levels.front().available() <= service_.minimum_of(levels.front())) found.levels = std::move(levels);
            found.total = static_cast<std::int64_t>(found.levels.size());
        }
    } else {
        found = repository::page(host_.database(), low ? std::optional{threshold} : std::nullopt, slice.limit,
                                 slice.offset());
    }
    return page("inventory/admin/list.html", {{"rows", rows(request, found.levels)},
                                              {"query", sku},
                                              {"low", low},
                                              {"threshold", threshold},
                                              {"low_count", low_stock_count()},
                                              {"pagination", slice.links(request, found.total)}});
}

Response AdminPages::show(const Request& request)
{
    return show_with(request, variant_of(request), Value::map(), Value::map(), 200);
}

Response AdminPages::show_with(const Request& request, VariantId variant, const Value& values, const Value& errors,
                               int status)
{
    auto levels = repository::levels(host_.database(), {variant});
    if (levels.empty()) {
        if (catalog_->variants(host_.database(), {variant}, request.locale()).empty()) return not_found();
        levels.push_back({variant, 0, 0});
    }
    auto movements = Value::list();
    for (const auto& movement : repository::movements(host_.database(), variant, movements_shown))
        movements.push({{"at", to_rfc3339(movement.at)},
                        {"reason", movement.reason},
                        {"actor", movement.actor},
                        {"holder", movement.holder},
                        {"on_hand_change", movement.on_hand_change},
                        {"reserved_change", movement.reserved_change},
                        {"on_hand", movement.on_hand}});
    return page("inventory/admin/show.html", {{"row", rows(request, levels).items().front()},
                                              {"movements", std::move(movements)},
                                              {"waiting", waiting_of(variant)},
                                              {"threshold", host_.settings().integer("low_stock_threshold")},
                                              {"values", values},
                                              {"errors", errors}})
        .status(status);
}

/// Who waits, oldest first, with the order's page: holders are orders' public ids.
Value AdminPages::waiting_of(VariantId variant)
{
    auto list = Value::list();
    for (const auto& waiting : repository::waiting(host_.database(), variant, waiting_shown))
        list.push({{"holder", waiting.holder}, {"quantity", waiting.quantity}, {"since", to_rfc3339(waiting.since)}});
    return list;
}

Response AdminPages::set_minimum(const Request& request)
{
    const auto variant = variant_of(request);
    FormReader form{request};
    const bool own = !form.text("minimum", {.length_max = 10}).empty();
    const auto minimum = form.integer("minimum", {.required = false, .max = on_hand_max});
    if (!form.ok()) return show_with(request, variant, form.echo(), form.errors(), 422);
    const auto set = host_.database().transaction("inventory.set_minimum", [&](Transaction& tx) -> Result<Done> {
        const auto value = own ? std::optional{minimum} : std::nullopt;
        if (auto done = service_.set_minimum(tx, variant, value); !done) return done;
        host_.admin().audit(tx, request, "inventory.set_minimum", "variant " + std::to_string(variant.value), {},
                            {{"minimum", own ? Value{minimum} : Value{}}});
        return Done{};
    });
    if (!set) return problem(set.problem());
    return redirect(path_of(variant)).flash(FlashKind::success, request.translate("The minimum is saved."));
}

Response AdminPages::count(const Request& request)
{
    const auto variant = variant_of(request);
    FormReader form{request};
    const auto on_hand = form.integer("on_hand", {.max = on_hand_max});
    const auto expected = form.integer("expected", {.max = on_hand_max});
    const auto reason = form.text("reason", {.required = true, .length_max = 200});
    if (!form.ok()) return show_with(request, variant, form.echo(), form.errors(), 422);

    const auto actor = actor_of(request);
    const auto counted = host_.database().transaction("inventory.count", [&](Transaction& tx) -> Result<Done> {
        if (auto done = service_.count(tx, variant, expected, on_hand, reason, actor); !done) return done;
        host_.admin().audit(tx, request, "inventory.count", "variant " + std::to_string(variant.value),
                            {{"on_hand", expected}}, {{"on_hand", on_hand}, {"reason", reason}});
        return Done{};
    });
    if (!counted) {
        form.refuse(counted.problem());
        return show_with(request, variant, form.echo(), form.errors(), counted.problem().status);
    }
    return redirect(path_of(variant)).flash(FlashKind::success, request.translate("The count is saved."));
}

Value AdminPages::low_stock(const Request& request)
{
    const auto threshold = host_.settings().integer("low_stock_threshold");
    const auto found = repository::page(host_.database(), threshold, widget_rows, 0);
    return {{"rows", rows(request, found.levels)},
            {"total", found.total},
            {"url", request.url_for("/admin/stock") + "?low=1"}};
}

std::int64_t AdminPages::low_stock_count()
{
    return repository::count_low(host_.database(), host_.settings().integer("low_stock_threshold"));
}

} // namespace hurtrock::inventory
