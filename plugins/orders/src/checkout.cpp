#include "checkout.hpp"

#include "repository.hpp"
#include "tax.hpp"

#include <hurtrock/shop/events.hpp>

#include <algorithm>

namespace hurtrock::orders
{
namespace
{

std::string scope_of(const shop::CartOwner& owner)
{
    return owner.user ? "user:" + std::to_string(owner.user->value) : "guest:" + owner.guest;
}

std::vector<shop::Parcel> parcels_of(const shop::CartView& cart)
{
    std::vector<shop::Parcel> parcels;
    for (const auto& line : cart.lines)
        for (std::int64_t unit = 0; unit < line.quantity; ++unit)
            parcels.push_back(
                {line.variant.weight_g, line.variant.length_mm, line.variant.width_mm, line.variant.height_mm});
    return parcels;
}

shop::ShippingRequest shipping_request(const shop::CartView& cart)
{
    return {.parcels = parcels_of(cart), .goods = cart.subtotal};
}

} // namespace

std::string CheckoutForm::body() const
{
    std::string text;
    for (const auto* part : {&email, &name, &phone, &note, &address.street, &address.village, &address.district,
                             &address.city, &address.province, &address.postal_code, &shipping_method, &payment_method})
        text += *part + '\x1f';
    return text;
}

const shop::ShippingOption* Offer::option(std::string_view code) const
{
    const auto found =
        std::find_if(shipping.begin(), shipping.end(), [&](const auto& option) { return option.code == code; });
    return found == shipping.end() ? nullptr : &*found;
}

const shop::PaymentMethod* Offer::method(std::string_view provider) const
{
    const auto found =
        std::find_if(payments.begin(), payments.end(), [&](const auto& method) { return method.provider == provider; });
    return found == payments.end() ? nullptr : &*found;
}

std::vector<OrderLine> to_order_lines(const shop::CartView& cart, bool with_tax)
{
    std::vector<OrderLine> lines;
    for (const auto& line : cart.lines)
        lines.push_back({line.variant.id, line.variant.sku, line.variant.product_name, line.variant.variant_name,
                         line.variant.path, line.variant.picture, line.variant.price, line.quantity,
                         line.variant.price * line.quantity,
                         with_tax ? tax_inside(line.variant.price * line.quantity) : Money{}});
    return lines;
}

Money sum_of_tax(const std::vector<OrderLine>& lines)
{
    Money sum;
    for (const auto& line : lines)
        sum += line.tax;
    return sum;
}

Offer Checkout::offer(Reader& reader, const shop::CartOwner& owner, std::string_view locale)
{
    Offer offer{cart_->view(reader, owner, locale), {}, payments_->methods(locale)};
    if (!offer.cart.empty()) offer.shipping = shipping_->quote(reader, shipping_request(offer.cart), locale);
    return offer;
}

Result<Placed> Checkout::place(Transaction& tx, const PlaceRequest& request)
{
    const auto scope = scope_of(request.owner);
    const auto now = host_.clock().now();
    if (const auto known = repository::claim_key(tx, scope, request.token.key, request.form.body(), now)) {
        if (!known->same_body)
            return Problem{
                .code = "orders.key_reused", .arguments = {{"order", known->order_public_id}}, .status = 422};
        return Placed{.public_id = known->order_public_id, .repeated = true};
    }
    auto placed = place_new(tx, request);
    if (placed) repository::bind_key(tx, scope, request.token.key, placed->id);
    return placed;
}

/// The order of locks: cart, stock by variant, order, payment.
Result<Placed> Checkout::place_new(Transaction& tx, const PlaceRequest& request)
{
    Offer offer{cart_->lock(tx, request.owner, request.locale), {}, payments_->methods(request.locale)};
    if (offer.cart.empty()) return Problem{.code = "orders.cart_empty", .status = 409};
    offer.shipping = shipping_->quote(tx, shipping_request(offer.cart), request.locale);
    if (auto agreed = agree(offer, request); !agreed) return agreed.problem();

    auto order = compose(tx, offer, request);
    std::vector<shop::StockLine> wanted;
    for (const auto& line : order.lines)
        wanted.push_back({line.variant, line.quantity});
    if (auto reserved = inventory_->reserve(tx, order.public_id, std::move(wanted), order.expires_at); !reserved)
        return reserved.problem();

    order.id = repository::create(tx, order);
    const auto pay_until = order.placed_at + offer.method(order.payment_provider)->time_to_pay;
    const auto payment = open_payment(tx, order, pay_until);
    if (!payment) return payment.problem();
    cart_->clear(tx, offer.cart.id);

    shop::OrderPlaced event;
    event.order = order.id;
    event.public_id = order.public_id;
    event.number = order.number;
    if (auto heard = tx.raise(event); !heard) return heard.problem();
    return Placed{order.id, order.public_id, *payment, false};
}

/// Whether what is offered now is what the customer saw and chose.
Result<Done> Checkout::agree(const Offer& offer, const PlaceRequest& request)
{
    const auto* option = offer.option(request.form.shipping_method);
    if (!option) return Problem{.code = "orders.shipping_gone", .field = "shipping_method", .status = 409};
    if (!offer.method(request.form.payment_method))
        return Problem{.code = "payments.unknown_method", .field = "payment_method", .status = 409};
    if (!option->pickup && request.form.address.empty())
        return Problem{.code = "orders.address_needed", .field = "address"};
    // Lines that are short are left to reserve, which knows for certain; one that is withdrawn has nobody else to say
    // so.
    for (const auto& line : offer.cart.lines)
        if (!line.variant.active)
            return Problem{
                .code = "orders.line_withdrawn", .arguments = {{"name", line.variant.product_name}}, .status = 409};
    if (request.token.subtotal && request.token.fingerprint != fingerprint(offer.cart, offer.shipping))
        return Problem{.code =
                           *request.token.subtotal == offer.cart.subtotal ? "orders.offer_changed" : "orders.changed",
                       .arguments = {{"before", request.token.subtotal->text()}, {"now", offer.cart.subtotal.text()}},
                       .status = 409};
    return Done{};
}

Order Checkout::compose(Transaction& tx, const Offer& offer, const PlaceRequest& request)
{
    const auto* option = offer.option(request.form.shipping_method);
    const auto now = host_.clock().now();
    const auto grace = std::chrono::minutes{host_.settings().integer("expiry_grace_minutes")};

    Order order;
    order.public_id = make_public_id();
    order.number = repository::next_number(tx);
    order.user = request.owner.user;
    order.email = request.form.email;
    order.customer_name = request.form.name;
    order.phone = request.form.phone;
    order.locale = request.locale;
    order.note = request.form.note;
    order.address = request.form.address;
    order.lines = to_order_lines(offer.cart, with_tax());
    order.subtotal = offer.cart.subtotal;
    order.shipping_price = option->price;
    order.total = order.subtotal + order.shipping_price;
    order.tax = sum_of_tax(order.lines);
    order.tax_name = with_tax() ? "PPN" : "";
    order.shipping_code = option->code;
    order.shipping_name = option->name;
    order.shipping_days_min = option->days_min;
    order.shipping_days_max = option->days_max;
    order.pickup = option->pickup;
    order.payment_provider = request.form.payment_method;
    order.placed_at = now;
    order.expires_at = now + offer.method(request.form.payment_method)->time_to_pay + grace;
    return order;
}

Result<PaymentId> Checkout::open_payment(Transaction& tx, const Order& order, Time expires_at)
{
    return payments_->open(tx, {.provider = order.payment_provider,
                                .order_number = order.number,
                                .order_public_id = order.public_id,
                                .amount = order.total,
                                .customer_name = order.customer_name,
                                .customer_email = order.email,
                                .customer_phone = order.phone,
                                .locale = order.locale,
                                .return_url = host_.absolute_url(order.locale, "/orders/" + order.public_id),
                                .expires_at = expires_at});
}

} // namespace hurtrock::orders
