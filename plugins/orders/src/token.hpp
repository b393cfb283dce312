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

struct OfferedLine;

/// A token without a key for a page that shows this. Its fingerprint are 16 hex digits of everything that decides what is
/// paid: lines with quantities, prices, discounts and what follows later, and what each way of shipping costs.
CheckoutToken seen(const std::vector<OfferedLine>& lines, const shop::Discounts& discounts,
                   const std::vector<shop::ShippingOption>& options);

/// The same with a key of its own.
CheckoutToken make_token(const std::vector<OfferedLine>& lines, const shop::Discounts& discounts,
                         const std::vector<shop::ShippingOption>& options);

} // namespace hurtrock::orders
