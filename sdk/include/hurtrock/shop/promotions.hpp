#pragma once
/// Promotions: what is taken off a cart, and why. Provided by the promotions plugin; without it nothing is taken off.
///
/// Amounts are what the customer sees: they include tax. A discount never exceeds what it is taken from, and the parts
/// named in `why` always sum to the discount.

#include <hurtrock/shop/catalog.hpp>

#include <functional>

namespace hurtrock::shop {

/// What a cart amounts to before promotions.
struct PromotionLine {
    VariantId variant{};
    ProductId product{};
    Money unit_price{};
    std::int64_t quantity{0};
};

/// One reason for a part of a discount: "why this price".
struct DiscountReason {
    /// The promotion's public id.
    std::string promotion;
    /// In the customer's language: "Guitar week: 10 % off".
    std::string label;
    /// The code that brought it; empty for an automatic promotion.
    std::string coupon;
    Money amount{};
};

struct Discount {
    Money amount{};
    std::vector<DiscountReason> why;
};

/// A code that was not applied; every Problem has the argument {code}. Besides those below: "promotions.spend_more" with
/// {amount}, "promotions.add_more" with {quantity}. Problem "promotions.unknown_code", "promotions.not_yet", "promotions.expired",
/// "promotions.used_up", "promotions.already_used", "promotions.not_for_this_cart", "promotions.excluded".
struct RefusedCoupon {
    std::string code;
    Problem problem;
};

struct Discounts {
    /// One a line, in the order asked.
    std::vector<Discount> lines;
    Discount shipping;
    std::vector<std::string> applied_coupons;
    std::vector<RefusedCoupon> refused_coupons;

    Money total() const
    {
        Money sum = shipping.amount;
        for (const auto& line : lines)
            sum += line.amount;
        return sum;
    }
};

struct PromotionRequest {
    std::vector<PromotionLine> lines;
    /// The chosen service's price; zero while none is chosen.
    Money shipping{};
    /// Codes as the customer typed them.
    std::vector<std::string> coupons;
    /// Who buys, for limits per customer: the user, else the e-mail address once it is known.
    std::optional<UserId> user{};
    std::string email;
    /// Where the service's price depends on what the goods come to: asked instead of `shipping`, with what is taken off without
    /// shipping.
    std::function<Money(const Discounts& goods)> shipping_of{};
};

class Promotions {
public:
    static constexpr const char* interface_name = "hurtrock.promotions/2";

    /// A constant number of statements, whatever the number of lines.
    virtual Discounts discounts(Reader& reader, const PromotionRequest& request, std::string_view locale) = 0;
    /// The same with the promotions that count their uses locked and one use of each taken for the order. Comes after the
    /// cart's lock and before stock's. Problems "promotions.used_up" and "promotions.already_used" for a code of the request
    /// whose uses are gone (with {code}), "promotions.used_up_meanwhile" when another took the last one this instant. Codes
    /// refused for other reasons are in refused_coupons, and an automatic promotion that ended is simply not there: compare
    /// the total with what the customer saw. Pass an order's public id once.
    virtual Result<Discounts> redeem(Transaction& tx, std::string_view order_public_id, const PromotionRequest& request,
                                     std::string_view locale) = 0;
    /// Gives the uses of an order back once it ended unpaid. Safe to repeat.
    virtual void give_back(Transaction& tx, std::string_view order_public_id) = 0;

protected:
    ~Promotions() = default;
};

} // namespace hurtrock::shop
