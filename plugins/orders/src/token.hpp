#pragma once
/// What a checkout page carries in its idempotency_key: a key of its own, and what the page showed, so that nobody pays
/// a price that changed behind their back. "KEY.SUBTOTAL.FINGERPRINT"; a bare key from a program says nothing about a
/// page. Nothing in it is trusted: it can only make the shop ask again.

#include <hurtrock/shop/cart.hpp>
#include <hurtrock/shop/shipping.hpp>

namespace hurtrock::orders
{

struct CheckoutToken {
    std::string key;
    std::optional<Money> subtotal{};
    std::string fingerprint{};

    std::string text() const;
    /// nullopt when the key is not 8 to 64 of [A-Za-z0-9_-].
    static std::optional<CheckoutToken> parse(std::string_view text);
};

/// 16 hex digits of everything on the page that decides what is paid: lines with quantities and prices, and what each
/// way of shipping costs.
std::string fingerprint(const shop::CartView& cart, const std::vector<shop::ShippingOption>& options);

/// A token for a page that shows this.
CheckoutToken make_token(const shop::CartView& cart, const std::vector<shop::ShippingOption>& options);

} // namespace hurtrock::orders
