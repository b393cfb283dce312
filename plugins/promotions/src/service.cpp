#include "service.hpp"

#include "codes.hpp"

#include <algorithm>

namespace hurtrock::promotions {
namespace {

/// More codes than these are not looked at; the cart allows fewer.
constexpr std::size_t codes_max = 20;

struct Code {
    std::string typed;
    std::string code;
};

std::vector<Code> codes_of(const shop::PromotionRequest& request)
{
    std::vector<Code> codes;
    for (const auto& typed : request.coupons)
        if (codes.size() < codes_max) codes.push_back({typed, normalised_code(typed)});
    return codes;
}

/// Why a code cannot be used now, before looking at the cart; nullopt when it can.
std::optional<Problem> limit_reached(const repository::Offered& offered, Time now)
{
    const auto& promotion = offered.promotion;
    const Value code{{"code", offered.coupon}};
    if (!promotion.active || (promotion.ends_at && *promotion.ends_at <= now))
        return Problem{.code = "promotions.expired", .field = "code", .arguments = code};
    if (promotion.starts_at && *promotion.starts_at > now)
        return Problem{.code = "promotions.not_yet", .field = "code", .arguments = code};
    const bool promotion_used_up = promotion.uses_max && promotion.uses >= *promotion.uses_max;
    const bool coupon_used_up = offered.coupon_uses_max && offered.coupon_uses >= *offered.coupon_uses_max;
    if (promotion_used_up || coupon_used_up)
        return Problem{.code = "promotions.used_up", .field = "code", .arguments = code, .status = 409};
    if (promotion.uses_per_customer && offered.customer_uses >= *promotion.uses_per_customer)
        return Problem{.code = "promotions.already_used", .field = "code", .arguments = code, .status = 409};
    return std::nullopt;
}

Problem refusal_of(const repository::Offered& offered, Verdict verdict)
{
    const auto& promotion = offered.promotion;
    Problem problem{.code = "promotions.not_for_this_cart", .field = "code", .arguments = {{"code", offered.coupon}}};
    if (verdict == Verdict::excluded) problem.code = "promotions.excluded";
    if (verdict == Verdict::too_little) {
        problem.code = "promotions.spend_more";
        problem.arguments.set("amount", promotion.min_spend.text());
    }
    if (verdict == Verdict::too_few) {
        problem.code = "promotions.add_more";
        problem.arguments.set("quantity", std::max(promotion.min_quantity, promotion.kind == Kind::buy_x_get_y
                                                                               ? promotion.buy_quantity + 1
                                                                               : promotion.min_quantity));
    }
    return problem;
}

bool asks_for_details(const Promotion& promotion)
{
    return std::any_of(promotion.targets.begin(), promotion.targets.end(),
                       [](const Target& target) { return target.kind != TargetKind::product; });
}

Money amount_of(const Outcome& outcome, const Promotion& promotion)
{
    Money sum;
    const auto add = [&](const shop::Discount& discount) {
        for (const auto& reason : discount.why)
            if (reason.promotion == promotion.public_id) sum += reason.amount;
    };
    for (const auto& line : outcome.lines)
        add(line);
    add(outcome.shipping);
    return sum;
}

} // namespace

std::vector<std::string> customers_of(const shop::PromotionRequest& request)
{
    std::vector<std::string> customers;
    if (!request.email.empty()) {
        auto mail = "mail:" + request.email;
        for (auto& letter : mail)
            if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
        customers.push_back(std::move(mail));
    }
    if (request.user) customers.push_back("user:" + std::to_string(request.user->value));
    return customers;
}

std::vector<PricedLine> PromotionService::priced(Reader& reader, const std::vector<shop::PromotionLine>& lines,
                                                 bool with_details, std::string_view locale)
{
    std::unordered_map<VariantId, shop::VariantView> variants;
    if (with_details) {
        std::vector<VariantId> ids;
        for (const auto& line : lines)
            ids.push_back(line.variant);
        for (auto& variant : catalog_->variants(reader, ids, locale))
            variants.emplace(variant.id, std::move(variant));
    }
    std::vector<PricedLine> priced;
    for (const auto& line : lines) {
        PricedLine made{line.unit_price, line.quantity, line.product};
        if (const auto found = variants.find(line.variant); found != variants.end()) {
            made.brand = found->second.brand;
            made.categories = found->second.categories;
        }
        priced.push_back(std::move(made));
    }
    return priced;
}

PromotionService::Evaluated PromotionService::evaluate(Reader& reader, const shop::PromotionRequest& request,
                                                       std::string_view locale)
{
    const auto now = clock_.now();
    const auto codes = codes_of(request);
    std::vector<std::string> known_forms;
    for (const auto& code : codes)
        if (!code.code.empty()) known_forms.push_back(code.code);
    const auto offered = repository::offered(reader, known_forms, customers_of(request), now);

    Evaluated evaluated;
    std::unordered_map<std::string, Problem> refused;
    std::vector<Candidate> candidates;
    std::vector<const repository::Offered*> sources;
    bool with_details = false;
    for (const auto& each : offered) {
        if (auto problem = limit_reached(each, now)) {
            if (!each.coupon.empty()) refused.emplace(each.coupon, std::move(*problem));
            continue;
        }
        candidates.push_back({&each.promotion, each.coupon});
        sources.push_back(&each);
        with_details = with_details || asks_for_details(each.promotion);
    }

    const auto lines = priced(reader, request.lines, with_details, locale);
    auto shipping = request.shipping;
    if (request.shipping_of) {
        shop::Discounts goods;
        goods.lines = apply(lines, Money{}, candidates, locale).lines;
        shipping = request.shipping_of(goods);
    }
    auto outcome = apply(lines, shipping, candidates, locale);
    for (std::size_t place = 0; place < candidates.size(); ++place) {
        const auto& source = *sources[place];
        if (outcome.verdicts[place] != Verdict::applied) {
            if (!source.coupon.empty()) refused.emplace(source.coupon, refusal_of(source, outcome.verdicts[place]));
            continue;
        }
        evaluated.uses.push_back({source.promotion.id, source.coupon, amount_of(outcome, source.promotion)});
        evaluated.limited = evaluated.limited || source.promotion.uses_max || source.coupon_uses_max;
    }
    for (const auto& code : codes) {
        const auto problem = refused.find(code.code);
        const bool used = std::any_of(evaluated.uses.begin(), evaluated.uses.end(),
                                      [&](const auto& use) { return !code.code.empty() && use.coupon == code.code; });
        if (used)
            evaluated.discounts.applied_coupons.push_back(code.code);
        else if (problem != refused.end())
            evaluated.discounts.refused_coupons.push_back({code.typed, problem->second});
        else
            evaluated.discounts.refused_coupons.push_back(
                {code.typed,
                 {.code = "promotions.unknown_code", .field = "code", .arguments = {{"code", code.typed}}}});
    }
    evaluated.discounts.lines = std::move(outcome.lines);
    evaluated.discounts.shipping = std::move(outcome.shipping);
    return evaluated;
}

shop::Discounts PromotionService::discounts(Reader& reader, const shop::PromotionRequest& request,
                                            std::string_view locale)
{
    return evaluate(reader, request, locale).discounts;
}

Result<shop::Discounts> PromotionService::redeem(Transaction& tx, std::string_view order_public_id,
                                                 const shop::PromotionRequest& request, std::string_view locale)
{
    auto evaluated = evaluate(tx, request, locale);
    if (evaluated.limited) {
        // Wait for the checkouts before this one, then look again at what they left.
        std::vector<std::int64_t> promotions;
        std::vector<std::string> codes;
        for (const auto& use : evaluated.uses) {
            promotions.push_back(use.promotion);
            if (!use.coupon.empty()) codes.push_back(use.coupon);
        }
        repository::lock(tx, promotions, codes);
        evaluated = evaluate(tx, request, locale);
    }
    for (const auto& refused : evaluated.discounts.refused_coupons)
        if (refused.problem.code == "promotions.used_up" || refused.problem.code == "promotions.already_used")
            return refused.problem;
    if (evaluated.uses.empty()) return std::move(evaluated.discounts);

    const Problem used_up{.code = "promotions.used_up_meanwhile", .status = 409};
    const auto customers = customers_of(request);
    if (!repository::count_promotions(tx, evaluated.uses)) return used_up;
    if (!repository::count_coupons(tx, evaluated.uses)) return used_up;
    if (!repository::count_customers(tx, evaluated.uses, customers)) return used_up;
    repository::note(tx, order_public_id, evaluated.uses, customers, clock_.now());
    return std::move(evaluated.discounts);
}

void PromotionService::give_back(Transaction& tx, std::string_view order_public_id)
{
    repository::give_back(tx, order_public_id, clock_.now());
}

PromotionService::Preview PromotionService::preview(Reader& reader, const Promotion& promotion,
                                                    const std::vector<shop::PromotionLine>& lines, Money shipping,
                                                    std::string_view locale)
{
    Preview preview;
    preview.lines = priced(reader, lines, asks_for_details(promotion), locale);
    preview.outcome = apply(preview.lines, shipping, {{&promotion, {}}}, locale);
    return preview;
}

} // namespace hurtrock::promotions
