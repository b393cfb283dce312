#pragma once
/// From cart to order. What a checkout page shows, and the one transaction that makes an order of it.

#include "service.hpp"
#include "token.hpp"

#include <hurtrock/shop/promotions.hpp>
#include <hurtrock/shop/tax.hpp>

namespace hurtrock::orders {

/// What to do when there are too few: send what is here now and the rest later; wait and send all at once; buy only
/// what is here. `none`: not asked or not answered.
enum class ShortStock { none, split, together, reduce };
ShortStock short_stock_named(std::string_view name) noexcept;
std::string_view name_of(ShortStock choice) noexcept;

/// What the customer typed and chose, checked for form.
struct CheckoutForm {
    std::string email, name, phone, note;
    shop::Address address;
    std::string shipping_method, payment_method;
    ShortStock short_stock{ShortStock::none};
    /// {name: text} of what the payment method asks for.
    Value payment_fields{Value::map()};

    /// All of it in one text; two forms with the same text are the same order.
    std::string body() const;
};

/// A line as it would be ordered: of its quantity, `later` follow once they arrive.
struct OfferedLine {
    shop::CartLine line;
    std::int64_t later{0};
};

/// Everything a checkout page is built from, read at one moment.
struct Offer {
    shop::CartView cart;
    std::vector<OfferedLine> lines;
    shop::Discounts discounts;
    std::vector<shop::ShippingOption> shipping;
    std::vector<shop::PaymentMethod> payments;
    /// The lines, sums and shipping of the order that this would become.
    Order draft;
    /// Lines are short and may wait, and the customer has not said what to do.
    bool needs_choice{false};
    /// Lines are short that can neither wait nor are left out.
    bool blocked{false};

    const shop::ShippingOption* option(std::string_view code) const;
    const shop::PaymentMethod* method(std::string_view provider) const;
    std::vector<shop::CartLine> cart_lines() const;
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
    /// This key had become this order before.
    bool repeated{false};
};

class Checkout {
public:
    Checkout(Host& host, OrdersService& orders)
        : host_{host},
          orders_{orders},
          cart_{host.services()},
          inventory_{host.services()},
          shipping_{host.services()},
          payments_{host.services()}
    {
    }

    /// `form` as far as it is known: its shipping method, address and what to do with short lines matter.
    Offer offer(Reader& reader, const shop::CartOwner& owner, std::string_view locale, const CheckoutForm& form);
    /// Inside one transaction; the caller rolls back on a Problem. `offer` was made for this request a moment before;
    /// what must not be sold twice (stock, uses of promotions, the cart itself) is asked again under its lock.
    /// Problems: "orders.key_reused" with {order}, "orders.cart_empty", "orders.line_withdrawn", "orders.choose_short",
    /// "orders.shipping_gone", "orders.changed" with {before, now}, "orders.address_needed", "inventory.short" (a
    /// detail a line), "promotions.used_up", "payments.unknown_method". Waits while the same key is being placed, as
    /// long as the database's statement timeout.
    Result<Placed> place(Transaction& tx, const PlaceRequest& request, const Offer& offer);

private:
    using ShippingFor = std::function<Money(const shop::Discounts&)>;

    Result<Placed> place_new(Transaction& tx, const PlaceRequest& request, Offer offer);
    Result<Done> agree(const Offer& offer, const PlaceRequest& request);
    void choose_lines(Offer& offer, ShortStock choice) const;
    static shop::PromotionRequest promotion_request(const Offer& offer, const PlaceRequest& request,
                                                    ShippingFor shipping);
    const shop::ShippingOption* quote(Reader& reader, Offer& offer, const PlaceRequest& request);
    void price(Reader& reader, Offer& offer, const PlaceRequest& request);
    Result<Done> redeem(Transaction& tx, Offer& offer, const PlaceRequest& request);
    void complete(Order& order, const Offer& offer, const PlaceRequest& request);
    Result<Done> store(Transaction& tx, const Offer& offer, Order& order, const CheckoutForm& form);

    Host& host_;
    OrdersService& orders_;
    Service<shop::Cart> cart_;
    Service<shop::Inventory> inventory_;
    Service<shop::Shipping> shipping_;
    Service<shop::Payments> payments_;
};

} // namespace hurtrock::orders
