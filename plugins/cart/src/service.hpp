#pragma once
/// The rules of the cart. A cart's row is locked by everything that changes it, so its changes happen one after
/// another.

#include "types.hpp"

#include <hurtrock/plugin.hpp>
#include <hurtrock/shop/inventory.hpp>

#include <map>

namespace hurtrock::cart {

class CartService final : public shop::Cart {
public:
    explicit CartService(Host& host)
        : clock_{host.clock()},
          settings_{host.settings()},
          catalog_{host.services()},
          inventory_{host.services()},
          promotions_{host.services()}
    {
    }

    shop::CartView view(Reader& reader, const shop::CartOwner& owner, std::string_view locale) override;
    shop::CartView contents(Reader& reader, const shop::CartOwner& owner, std::string_view locale) override;
    std::optional<shop::CartStamp> lock(Transaction& tx, const shop::CartOwner& owner) override;
    std::vector<shop::CartItemProblem> put(Transaction& tx, const shop::CartOwner& owner,
                                           const std::vector<shop::CartItem>& items) override;
    void clear(Transaction& tx, CartId cart) override;
    void merge(Transaction& tx, std::string_view guest, UserId user) override;

    /// Problems "cart.unavailable" (unknown or withdrawn), "cart.out_of_stock", "cart.all_taken" with {available} when
    /// the cart already has all of them, "cart.line_full", "cart.full".
    Result<LineChange> add(Transaction& tx, const shop::CartOwner& owner, VariantId variant, std::int64_t quantity);
    /// 0 removes. A line that is not in this cart is left alone: it was removed on another page.
    Result<LineChange> set(Transaction& tx, const shop::CartOwner& owner, std::int64_t line, std::int64_t quantity);
    /// Moves a line; one that is not in this cart is left alone. Into the cart and the saved ones: Problems
    /// "cart.full", "cart.saved_full".
    Result<Done> move(Transaction& tx, const shop::CartOwner& owner, std::int64_t line, Place to);
    /// The visitor has seen these prices (by line) and wants what can be had: quantities come down to what is there,
    /// and what is gone is saved for later.
    Result<Done> acknowledge(Transaction& tx, const shop::CartOwner& owner,
                             const std::map<std::int64_t, std::int64_t>& prices_seen);
    /// Keeps the code when it takes something off now. Problems of the promotions' refusals, "cart.no_coupons",
    /// "cart.coupons_full", "cart.coupon_there", "cart.empty".
    Result<Done> apply_coupon(Transaction& tx, const shop::CartOwner& owner, std::string_view typed,
                              std::string_view locale);
    void remove_coupon(Transaction& tx, const shop::CartOwner& owner, std::string_view code);

    /// Units in the cart, for the header.
    std::int64_t quantity(Reader& reader, const shop::CartOwner& owner);
    void purge(Transaction& tx);

private:
    std::optional<shop::VariantView> find_variant(Reader& reader, VariantId variant);
    shop::CartView build(Reader& reader, const StoredCart& stored, std::string_view locale);
    void take_discounts(Reader& reader, const shop::CartOwner& owner, shop::CartView& view, std::string_view locale);

    Clock& clock_;
    Settings& settings_;
    Service<shop::Catalog> catalog_;
    Service<shop::Inventory> inventory_;
    Service<shop::Promotions> promotions_;
};

} // namespace hurtrock::cart
