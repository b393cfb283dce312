#pragma once
/// From cart to order. What a checkout page shows, and the one transaction that makes an order of it.

#include "token.hpp"
#include "types.hpp"

#include <hurtrock/plugin.hpp>
#include <hurtrock/shop/inventory.hpp>
#include <hurtrock/shop/payments.hpp>

namespace hurtrock::orders
{

/// What the customer typed and chose, checked for form.
struct CheckoutForm {
    std::string email, name, phone, note;
    shop::Address address;
    std::string shipping_method, payment_method;

    /// All of it in one text; two forms with the same text are the same order.
    std::string body() const;
};

/// Everything a checkout page is built from, read at one moment.
struct Offer {
    shop::CartView cart;
    std::vector<shop::ShippingOption> shipping;
    std::vector<shop::PaymentMethod> payments;

    const shop::ShippingOption* option(std::string_view code) const;
    const shop::PaymentMethod* method(std::string_view provider) const;
};

struct PlaceRequest {
    shop::CartOwner owner;
    CheckoutForm form;
    CheckoutToken token;
    std::string locale;
};

struct Placed {
    OrderId id{};
    std::string public_id;
    PaymentId payment{};
    /// This key had become this order before.
    bool repeated{false};
};

/// Copies of the cart's lines with the tax inside each; `with_tax` as the shop's setting says.
std::vector<OrderLine> to_order_lines(const shop::CartView& cart, bool with_tax);
Money sum_of_tax(const std::vector<OrderLine>& lines);

class Checkout
{
public:
    explicit Checkout(Host& host)
        : host_{host}, cart_{host.services()},
          inventory_{host.services()}, shipping_{host.services()}, payments_{host.services()}
    {
    }

    Offer offer(Reader& reader, const shop::CartOwner& owner, std::string_view locale);
    /// Inside one transaction; the caller rolls back on a Problem. Problems: "orders.key_reused" with {order},
    /// "orders.cart_empty", "orders.lines_blocked", "orders.shipping_gone", "orders.changed" with {before, now},
    /// "orders.address_needed", "inventory.short" (a detail a line), "payments.unknown_method". Waits while the same
    /// key is being placed, as long as the database's statement timeout.
    Result<Placed> place(Transaction& tx, const PlaceRequest& request);

    bool with_tax() const { return host_.settings().boolean("tax_included"); }

private:
    Result<Placed> place_new(Transaction& tx, const PlaceRequest& request);
    Result<Done> agree(const Offer& offer, const PlaceRequest& request);
    Order compose(Transaction& tx, const Offer& offer, const PlaceRequest& request);
    Result<PaymentId> open_payment(Transaction& tx, const Order& order, Time expires_at);

    Host& host_;
    Service<shop::Cart> cart_;
    Service<shop::Inventory> inventory_;
    Service<shop::Shipping> shipping_;
    Service<shop::Payments> payments_;
};

} // namespace hurtrock::orders
