#include "code_pages.hpp"

#include "codes.hpp"

#include <hurtrock/pagination.hpp>

#include <charconv>

namespace hurtrock::promotions {
namespace {

constexpr std::int64_t rows_a_page = 50;
constexpr std::int64_t generated_max = 10'000;
/// A download holds at most this many codes.
constexpr std::int64_t download_max = 100'000;
constexpr std::int64_t uses_max = 1'000'000'000;

std::string path_of(const Promotion& promotion, std::string_view rest)
{
    return "/admin/promotions/" + promotion.public_id + std::string{rest};
}

} // namespace

Response CodePages::codes_page(const Request& request, const Promotion& promotion, const Value& values,
                               const Value& errors, int status)
{
    const auto slice = Slice::of(request, rows_a_page);
    const auto found = admin_repository::coupons(host_.database(), promotion.id, slice.limit, slice.offset());
    auto rows = Value::list();
    for (const auto& coupon : found.rows)
        rows.push({{"id", coupon.id},
                   {"code", coupon.code},
                   {"uses", coupon.uses},
                   {"uses_max", coupon.uses_max ? Value{*coupon.uses_max} : Value{}},
                   {"created_at", to_rfc3339(coupon.created_at)}});
    return page("promotions/admin/codes.html", {{"base", request.url_for(path_of(promotion, ""))},
                                                {"name", promotion.name(request.locale())},
                                                {"automatic", promotion.automatic},
                                                {"rows", std::move(rows)},
                                                {"total", found.total},
                                                {"values", values},
                                                {"errors", errors},
                                                {"can_edit", request.visitor().can("promotions.promotions.edit")},
                                                {"pagination", slice.links(request, found.total)}})
        .status(status);
}

Response CodePages::codes(const Request& request)
{
    const auto promotion = admin_repository::find(host_.database(), request.path("promotion"));
    if (!promotion) return not_found();
    return codes_page(request, *promotion, {{"count", 100}, {"each", 1}}, Value::map(), 200);
}

Response CodePages::add(const Request& request)
{
    const auto promotion = admin_repository::find(host_.database(), request.path("promotion"));
    if (!promotion) return not_found();
    FormReader form{request};
    const auto typed = form.text("code", {.required = true, .length_max = 60});
    const auto most = form.integer("code_uses_max", {.required = false, .max = uses_max});
    const auto code = normalised_code(typed);
    if (!typed.empty() && code.empty()) form.refuse({.code = "promotions.code_form", .field = "code"});
    if (form.ok()) {
        const auto added = host_.database().transaction("promotions.add_code", [&](Transaction& tx) -> Result<Done> {
            const auto limit = most > 0 ? std::optional{most} : std::nullopt;
            if (admin_repository::add_coupons(tx, promotion->id, {code}, limit, host_.clock().now()) == 0)
                return Problem{.code = "promotions.code_taken", .field = "code", .arguments = {{"code", code}}};
            host_.admin().audit(tx, request, "promotions.code_added", "promotion " + promotion->name_id, {},
                                {{"code", code}});
            return Done{};
        });
        if (added)
            return redirect(path_of(*promotion, "/codes"))
                .flash(FlashKind::success, request.translate("The code is added."));
        form.refuse(added.problem());
    }
    auto values = form.echo();
    values.set("count", 100).set("each", 1);
    return codes_page(request, *promotion, values, form.errors(), 422);
}

Response CodePages::generate(const Request& request)
{
    const auto promotion = admin_repository::find(host_.database(), request.path("promotion"));
    if (!promotion) return not_found();
    FormReader form{request};
    const auto count = form.integer("count", {.min = 1, .max = generated_max});
    const auto each = form.integer("each", {.required = false, .max = uses_max});
    const auto typed = form.text("prefix", {.length_max = 20});
    const auto prefix = typed.empty() ? std::string{} : normalised_code(typed);
    if (!typed.empty() && prefix.empty()) form.refuse({.code = "promotions.code_form", .field = "prefix"});
    if (!form.ok()) return codes_page(request, *promotion, form.echo(), form.errors(), 422);

    (void)host_.database().transaction("promotions.generate", [&](Transaction& tx) -> Result<Done> {
        const auto limit = each > 0 ? std::optional{each} : std::nullopt;
        for (auto missing = count; missing > 0;) {
            std::vector<std::string> codes;
            for (std::int64_t made = 0; made < missing; ++made)
                codes.push_back(random_code(prefix));
            missing -= admin_repository::add_coupons(tx, promotion->id, codes, limit, host_.clock().now());
        }
        host_.admin().audit(tx, request, "promotions.codes_generated", "promotion " + promotion->name_id, {},
                            {{"count", count}, {"prefix", prefix}});
        return Done{};
    });
    return redirect(path_of(*promotion, "/codes"))
        .flash(FlashKind::success, request.translate("%(count)s codes are made.", {{"count", count}}));
}

Response CodePages::remove(const Request& request)
{
    const auto promotion = admin_repository::find(host_.database(), request.path("promotion"));
    if (!promotion) return not_found();
    std::int64_t id = 0;
    const auto digits = request.path("code");
    std::from_chars(digits.data(), digits.data() + digits.size(), id);
    (void)host_.database().transaction("promotions.remove_code", [&](Transaction& tx) -> Result<Done> {
        if (admin_repository::remove_coupon(tx, promotion->id, id))
            host_.admin().audit(tx, request, "promotions.code_removed", "promotion " + promotion->name_id,
                                {{"code", id}});
        return Done{};
    });
    return redirect(path_of(*promotion, "/codes")).flash(FlashKind::success, request.translate("The code is removed."));
}

Response CodePages::download(const Request& request)
{
    const auto promotion = admin_repository::find(host_.database(), request.path("promotion"));
    if (!promotion) return not_found();
    // Codes are letters, digits and hyphens: nothing to quote.
    std::string csv = "code,uses,uses_max\r\n";
    for (const auto& coupon : admin_repository::coupons(host_.database(), promotion->id, download_max, 0).rows)
        csv += coupon.code + "," + std::to_string(coupon.uses) + "," +
               (coupon.uses_max ? std::to_string(*coupon.uses_max) : std::string{}) + "\r\n";
    return text(std::move(csv), "text/csv; charset=utf-8")
        .header("Content-Disposition", "attachment; filename=\"codes-" + promotion->public_id + ".csv\"");
}

Response CodePages::uses(const Request& request)
{
    const auto promotion = admin_repository::find(host_.database(), request.path("promotion"));
    if (!promotion) return not_found();
    const auto slice = Slice::of(request, rows_a_page);
    const auto found = admin_repository::uses(host_.database(), promotion->id, slice.limit, slice.offset());
    auto rows = Value::list();
    for (const auto& use : found.rows)
        rows.push({{"order_url", request.url_for("/admin/orders/" + use.order)},
                   {"order", use.order},
                   {"coupon", use.coupon},
                   {"customers", use.customers},
                   {"amount", use.amount.to_value()},
                   {"used_at", to_rfc3339(use.used_at)},
                   {"given_back", use.given_back}});
    return page("promotions/admin/uses.html", {{"base", request.url_for(path_of(*promotion, ""))},
                                               {"name", promotion->name(request.locale())},
                                               {"rows", std::move(rows)},
                                               {"orders", found.orders},
                                               {"amount", found.amount.to_value()},
                                               {"pagination", slice.links(request, found.total)}});
}

} // namespace hurtrock::promotions
