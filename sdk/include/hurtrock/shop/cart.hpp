#pragma once
/// Cart: what a visitor means to buy. Provided by the cart plugin. Prices always come from the catalog, never from a form.

#include <hurtrock/request.hpp>

#include <hurtrock/shop/promotions.hpp>

namespace hurtrock::shop {

/// Whose cart: the signed-in user's if there is one, else the guest's.
struct CartOwner {
    std::optional<UserId> user{};
    /// Visitor::guest(); empty when there is none.
    std::string guest{};

    static CartOwner of(const Visitor& visitor)
    {
        CartOwner owner;
        if (const auto* user = visitor.user()) owner.user = user->id;
        owner.guest = visitor.guest();
        return owner;
    }
};

struct CartLine {
    /// What the cart's forms call it.
    std::int64_t id{0};
    VariantView variant;
    std::int64_t quantity{0};
    Money total{};
    /// What can be bought now; a line asking for more is shown as short.
    std::int64_t available{0};
    /// The price when the line was put into the cart, if it is another one now.
    std::optional<Money> price_before{};

    /// What promotions take off the line, and why.
    Discount discount{};

    /// Fewer are there than it asks for.
    bool short_of_stock() const noexcept { return available < quantity; }
    /// What keeps the line from being bought as it stands: it is gone, or there are fewer than it asks for and the product
    /// may not be ordered when sold out. A short line of a backorder product is not blocked: checkout asks what to do.
    bool blocked() const noexcept { return !variant.active || (short_of_stock() && !variant.backorder); }
};

struct CartView {
    CartId id{};
    std::vector<CartLine> lines;
    /// Before discounts.
    Money subtotal{};
    std::int64_t quantity{0};
    /// Codes the customer typed, applied or not, and what promotions make of the cart (shipping excluded).
    std::vector<std::string> coupons{};
    Discounts discounts{};
    /// Put aside by the customer; never part of an order.
    std::vector<CartLine> saved{};
    /// The line taken out last, for a few minutes, so that it can be put back.
    std::optional<CartLine> removed{};
    /// Grows with every change; a page built from an older revision is stale.
    std::int64_t revision{0};

    bool empty() const noexcept { return lines.empty(); }
    /// What the lines come to after discounts, shipping left aside.
    Money goods() const { return subtotal - discounts.total() + discounts.shipping.amount; }
};

/// Which cart, and how often it changed.
struct CartStamp {
    CartId id{};
    std::int64_t revision{0};

    bool is_of(const CartView& view) const noexcept { return view.id == id && view.revision == revision; }
};

/// What to put into a cart, for instance out of an earlier order.
struct CartItem {
    VariantId variant{};
    std::int64_t quantity{0};
};

/// An item that did not go in, or not all of it: Problems of the cart ("cart.unavailable", "cart.out_of_stock", "cart.full",
/// "cart.line_full", "cart.all_taken"), or "cart.clamped" with {quantity}.
struct CartItemProblem {
    VariantId variant{};
    Problem problem;
};

class Cart {
public:
    static constexpr const char* interface_name = "hurtrock.cart/2";

    /// An empty view when there is no cart.
    virtual CartView view(Reader& reader, const CartOwner& owner, std::string_view locale) = 0;
    /// The same without `discounts`, for whoever asks the promotions anyway.
    virtual CartView contents(Reader& reader, const CartOwner& owner, std::string_view locale) = 0;
    /// Locks the cart's row, so that it cannot change before the transaction ends: id and revision, nothing without a cart. A
    /// view with both of them is still true. First lock of a checkout.
    virtual std::optional<CartStamp> lock(Transaction& tx, const CartOwner& owner) = 0;
    /// Adds what can be added, and says what could not. The owner must be someone.
    virtual std::vector<CartItemProblem> put(Transaction& tx, const CartOwner& owner, const std::vector<CartItem>& items) = 0;
    /// Empties the cart once its lines have become an order: lines and codes go, what was saved for later stays.
    virtual void clear(Transaction& tx, CartId cart) = 0;
    /// After login: moves the guest's lines, saved ones and codes into the user's cart; where both have a variant the
    /// larger quantity stays. Nothing is lost, even beyond the limits that adding has.
    virtual void merge(Transaction& tx, std::string_view guest, UserId user) = 0;

protected:
    ~Cart() = default;
};

} // namespace hurtrock::shop
