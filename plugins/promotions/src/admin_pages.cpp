#include "admin_pages.hpp"

#include "promotion_form.hpp"

#include <hurtrock/pagination.hpp>

#include <algorithm>
#include <charconv>

namespace hurtrock::promotions {
namespace {

constexpr std::int64_t rows_a_page = 25;
/// Lines of a sample cart.
constexpr std::size_t preview_lines_max = 20;

std::string path_of(const Promotion& promotion, std::string_view rest = {})
{
    return "/admin/promotions/" + promotion.public_id + std::string{rest};
}

Value choice(std::string_view value, std::string text, std::string_view selected)
{
    return {{"value", value}, {"text", std::move(text)}, {"selected", value == selected}};
}

std::optional<State> state_named(std::string_view name)
{
    for (const auto state : states)
        if (name_of(state) == name) return state;
    return std::nullopt;
}

Value optional_time(const std::optional<Time>& time) { return time ? Value{to_rfc3339(*time)} : Value{}; }

bool names(const Promotion& promotion, TargetKind kind, std::int64_t number, std::string_view label)
{
    return std::any_of(promotion.targets.begin(), promotion.targets.end(), [&](const Target& target) {
        return target.kind == kind && (kind == TargetKind::brand ? target.label == label : target.number == number);
    });
}

/// What was typed wins over what is stored, so that a refused form comes back as it was.
Value kinds_view(const Request& request, std::string_view selected)
{
    auto list = Value::list();
    list.push(choice("percentage", request.translate("A percentage off"), selected));
    list.push(choice("fixed", request.translate("A fixed amount off"), selected));
    list.push(choice("free_shipping", request.translate("Free shipping"), selected));
    list.push(choice("buy_x_get_y", request.translate("Buy some, get more"), selected));
    return list;
}

struct SampleItem {
    std::string sku;
    std::int64_t quantity{1};
};

/// "STR-01 x 3", one a line.
std::vector<SampleItem> sample_of(std::string_view text)
{
    std::vector<SampleItem> items;
    while (!text.empty() && items.size() < preview_lines_max) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const auto start = line.find_first_not_of(" \r\t");
        if (start == std::string_view::npos) continue;
        const auto stop = std::min(line.find_first_of(" \r\t", start), line.size());
        SampleItem item{std::string{line.substr(start, stop - start)}, 1};
        if (const auto digit = line.find_first_of("0123456789", stop); digit != std::string_view::npos)
            std::from_chars(line.data() + digit, line.data() + line.size(), item.quantity);
        item.quantity = std::clamp<std::int64_t>(item.quantity, 1, 99);
        items.push_back(std::move(item));
    }
    return items;
}

std::string verdict_text(const Request& request, Verdict verdict, const Promotion& promotion)
{
    switch (verdict) {
    case Verdict::applied:
        return request.translate("It applies to this cart.");
    case Verdict::too_little:
        return request.translate("It needs goods for at least %(amount)s.", {{"amount", promotion.min_spend.text()}});
    case Verdict::too_few:
        return request.translate("It needs more pieces than there are in this cart.");
    case Verdict::nothing_fits:
    case Verdict::excluded:
        return request.translate("It is for nothing in this cart.");
    }
    return {};
}

} // namespace

Response AdminPages::list(const Request& request)
{
    const auto slice = Slice::of(request, rows_a_page);
    const auto now = host_.clock().now();
    const auto wanted = request.query("state").value_or("");
    const std::string text{request.query("q").value_or("").substr(0, 100)};
    const auto found =
        admin_repository::list(host_.database(), {text, state_named(wanted)}, now, slice.limit, slice.offset());
    auto rows = Value::list(), choices = Value::list({choice("", request.translate("All"), wanted)});
    for (const auto& row : found.rows)
        rows.push({{"url", request.url_for(path_of(row.promotion))},
                   {"name", row.promotion.name(request.locale())},
                   {"benefit", benefit_text(request, row.promotion)},
                   {"state", state_view(request, state_of(row.promotion, now))},
                   {"automatic", row.promotion.automatic},
                   {"code", row.code},
                   {"codes", row.codes},
                   {"starts_at", optional_time(row.promotion.starts_at)},
                   {"ends_at", optional_time(row.promotion.ends_at)},
                   {"priority", row.promotion.priority},
                   {"exclusive", row.promotion.exclusive},
                   {"orders", row.orders},
                   {"uses_max", row.promotion.uses_max ? Value{*row.promotion.uses_max} : Value{}}});
    for (const auto state : states)
        choices.push(choice(name_of(state), std::string{state_view(request, state)["text"].text()}, wanted));
    return page("promotions/admin/list.html", {{"rows", std::move(rows)},
                                               {"q", text},
                                               {"state_choices", std::move(choices)},
                                               {"can_edit", request.visitor().can("promotions.promotions.edit")},
                                               {"filtered", !text.empty() || !wanted.empty()},
                                               {"pagination", slice.links(request, found.total)}});
}

Response AdminPages::form_page(const Request& request, const Promotion& promotion, Value values, const Value& errors,
                               int status)
{
    auto categories = Value::list(), brands = Value::list();
    for (const auto& category : catalog_->categories(host_.database(), request.locale()))
        categories.push({{"name", "category_" + std::to_string(category.id)},
                         {"text", category.name},
                         {"checked", names(promotion, TargetKind::category, category.id, {})}});
    for (const auto& brand : catalog_->brands(host_.database()))
        brands.push(
            {{"name", "brand_" + brand}, {"text", brand}, {"checked", names(promotion, TargetKind::brand, 0, brand)}});
    const auto kind = values["kind"].text("percentage");
    const auto brought_by = values["brought_by"].text("itself");
    auto ways = Value::list();
    ways.push(choice("itself", request.translate("By itself, for everybody"), brought_by));
    ways.push(choice("code", request.translate("With a code"), brought_by));
    const bool is_new = promotion.id == 0;
    return page("promotions/admin/form.html",
                {{"is_new", is_new},
                 {"action", request.url_for(is_new ? "/admin/promotions" : path_of(promotion))},
                 {"base", is_new ? Value{} : Value{request.url_for(path_of(promotion))}},
                 {"name", promotion.name(request.locale())},
                 {"state", state_view(request, state_of(promotion, host_.clock().now()))},
                 {"is_active", promotion.active},
                 {"automatic", promotion.automatic},
                 {"uses", promotion.uses},
                 {"values", values},
                 {"errors", errors},
                 {"kinds", kinds_view(request, kind)},
                 {"ways", std::move(ways)},
                 {"categories", std::move(categories)},
                 {"brands", std::move(brands)},
                 {"can_edit", request.visitor().can("promotions.promotions.edit")}})
        .status(status);
}

Response AdminPages::edit_new(const Request& request)
{
    return form_page(request, {}, to_values({}), Value::map(), 200);
}

Response AdminPages::create(const Request& request) { return save(request, {}); }

Response AdminPages::edit(const Request& request)
{
    const auto promotion = admin_repository::find(host_.database(), request.path("promotion"));
    return promotion ? form_page(request, *promotion, to_values(*promotion), Value::map(), 200) : not_found();
}

Response AdminPages::update(const Request& request)
{
    const auto before = admin_repository::find(host_.database(), request.path("promotion"));
    return before ? save(request, *before) : not_found();
}

Response AdminPages::done(const Request& request, std::string_view sentence, const std::string& path)
{
    return redirect(path).flash(FlashKind::success, request.translate(sentence));
}

Response AdminPages::save(const Request& request, const Promotion& before)
{
    FormReader form{request};
    const auto catalog = catalog_.operator->();
    auto promotion = read_promotion_form(form, host_.database(), *catalog, before, request.locale());
    const auto again = [&] {
        auto values = form.echo();
        values.set("active", promotion.active).set("exclusive", promotion.exclusive);
        promotion.uses = before.uses;
        return form_page(request, promotion, values, form.errors(), 422);
    };
    if (!form.ok()) return again();
    try {
        const auto saved = host_.database().transaction("promotions.save", [&](Transaction& tx) -> Result<Done> {
            promotion.id = before.id;
            if (!admin_repository::save(tx, promotion, host_.clock().now()))
                return Problem{.code = "promotions.gone", .status = 404};
            host_.admin().audit(tx, request, before.id == 0 ? "promotions.create" : "promotions.update",
                                "promotion " + promotion.name_id, before.id == 0 ? Value{} : to_values(before),
                                to_values(promotion));
            return Done{};
        });
        if (!saved) return not_found();
    } catch (const DatabaseError& error) {
        if (error.constraint() != "promotions_never_overused") throw;
        form.refuse({.code = "promotions.below_uses", .field = "uses_max"});
        return again();
    }
    if (before.id == 0 && !promotion.automatic)
        return done(request, "Saved. Now give it codes.", path_of(promotion, "/codes"));
    return done(request, "The promotion is saved.", path_of(promotion));
}

Response AdminPages::duplicate(const Request& request)
{
    auto copy = admin_repository::find(host_.database(), request.path("promotion"));
    if (!copy) return not_found();
    const auto source = copy->name_id;
    (void)host_.database().transaction("promotions.duplicate", [&](Transaction& tx) -> Result<Done> {
        copy->id = 0;
        copy->uses = 0;
        copy->active = false;
        copy->name_id = host_.translate("id", "Copy of %(name)s", {{"name", source}});
        if (!copy->name_en.empty())
            copy->name_en = host_.translate("en", "Copy of %(name)s", {{"name", copy->name_en}});
        admin_repository::save(tx, *copy, host_.clock().now());
        host_.admin().audit(tx, request, "promotions.duplicate", "promotion " + source, {}, to_values(*copy));
        return Done{};
    });
    return done(request, "Here is the copy. It is off until you activate it.", path_of(*copy));
}

Response AdminPages::set_active(const Request& request)
{
    const auto promotion = admin_repository::find(host_.database(), request.path("promotion"));
    if (!promotion) return not_found();
    const bool active = request.form("active").value_or("") == "1";
    (void)host_.database().transaction("promotions.switch", [&](Transaction& tx) -> Result<Done> {
        admin_repository::set_active(tx, promotion->id, active, host_.clock().now());
        host_.admin().audit(tx, request, active ? "promotions.activate" : "promotions.deactivate",
                            "promotion " + promotion->name_id, {{"active", promotion->active}}, {{"active", active}});
        return Done{};
    });
    return done(request, active ? "The promotion is on." : "The promotion is off.", path_of(*promotion));
}

Response AdminPages::preview(const Request& request)
{
    const auto promotion = admin_repository::find(host_.database(), request.path("promotion"));
    if (!promotion) return not_found();
    auto& database = host_.database();
    const std::string typed{request.query("skus").value_or("").substr(0, 4000)};
    std::int64_t shipping = 0;
    const auto shipping_typed = request.query("shipping").value_or("20000");
    std::from_chars(shipping_typed.data(), shipping_typed.data() + shipping_typed.size(), shipping);
    shipping = std::clamp<std::int64_t>(shipping, 0, 100'000'000);

    std::vector<shop::PromotionLine> lines;
    std::vector<shop::VariantView> views;
    auto unknown = Value::list();
    for (const auto& item : sample_of(typed)) {
        const auto variant = catalog_->variant_by_sku(database, item.sku);
        auto found =
            variant ? catalog_->variants(database, {*variant}, request.locale()) : std::vector<shop::VariantView>{};
        if (found.empty()) {
            unknown.push(item.sku);
            continue;
        }
        lines.push_back({found.front().id, found.front().product, found.front().price, item.quantity});
        views.push_back(std::move(found.front()));
    }
    auto rows = Value::list();
    Value verdict;
    Money before, off;
    if (!lines.empty()) {
        const auto preview = service_.preview(database, *promotion, lines, Money{shipping}, request.locale());
        for (std::size_t line = 0; line < lines.size(); ++line) {
            const auto gross = lines[line].unit_price * lines[line].quantity;
            const auto taken = preview.outcome.lines[line].amount;
            before += gross;
            off += taken;
            rows.push({{"name", views[line].product_name},
                       {"sku", views[line].sku},
                       {"quantity", lines[line].quantity},
                       {"gross", gross.to_value()},
                       {"off", taken.to_value()},
                       {"pays", (gross - taken).to_value()}});
        }
        off += preview.outcome.shipping.amount;
        verdict = {{"text", verdict_text(request, preview.outcome.verdicts.front(), *promotion)},
                   {"applied", preview.outcome.verdicts.front() == Verdict::applied},
                   {"shipping_off", preview.outcome.shipping.amount.to_value()},
                   {"off", off.to_value()},
                   {"pays", (before + Money{shipping} - off).to_value()}};
    }
    return page("promotions/admin/preview.html", {{"base", request.url_for(path_of(*promotion))},
                                                  {"name", promotion->name(request.locale())},
                                                  {"benefit", benefit_text(request, *promotion)},
                                                  {"skus", typed},
                                                  {"shipping", shipping},
                                                  {"rows", std::move(rows)},
                                                  {"unknown", std::move(unknown)},
                                                  {"verdict", std::move(verdict)}});
}

} // namespace hurtrock::promotions
