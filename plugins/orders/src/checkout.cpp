#include "checkout.hpp"

#include "arithmetic.hpp"
#include "paying.hpp"
#include "repository.hpp"

#include <algorithm>

namespace hurtrock::orders {
namespace {

std::string scope_of(const shop::CartOwner& owner)
{
    return owner.user ? "user:" + std::to_string(owner.user->value) : "guest:" + owner.guest;
}

std::vector<shop::Parcel> parcels_of(const Offer& offer)
{
    std::vector<shop::Parcel> parcels;
    for (const auto& [line, later] : offer.lines)
        for (std::int64_t unit = 0; unit < line.quantity; ++unit)
            parcels.push_back(
                {line.variant.weight_g, line.variant.length_mm, line.variant.width_mm, line.variant.height_mm});
    return parcels;
}

Money goods_of(const Offer& offer)
{
    Money goods;
    for (std::size_t i = 0; i < offer.lines.size(); ++i) {
        goods += offer.lines[i].line.variant.price * offer.lines[i].line.quantity;
        if (i < offer.discounts.lines.size()) goods -= offer.discounts.lines[i].amount;
    }
    return goods;
}

} // namespace

ShortStock short_stock_named(std::string_view name) noexcept
{
    if (name == "split") return ShortStock::split;
    if (name == "together") return ShortStock::together;
    if (name == "reduce") return ShortStock::reduce;
    return ShortStock::none;
}

std::string_view name_of(ShortStock choice) noexcept
{
    constexpr std::array<std::string_view, 4> names{"", "split", "together", "reduce"};
    return names[static_cast<std::size_t>(choice)];
}

std::string CheckoutForm::body() const
{
    std::string text;
    for (const auto* part : {&email, &name, &phone, &note, &address.street, &address.village, &address.district,
                             &address.city, &address.province, &address.postal_code, &shipping_method, &payment_method})
        text += *part + '\x1f';
    text += orders::name_of(short_stock);
    for (const auto& [field, value] : payment_fields.entries())
        text += '\x1f' + field + '=' + std::string{value.text()};
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

std::vector<shop::CartLine> Offer::cart_lines() const
{
    std::vector<shop::CartLine> chosen;
    for (const auto& offered : lines)
        chosen.push_back(offered.line);
    return chosen;
}

/// The cart's lines as they would be ordered, with what is short left out, postponed or in the way.
void Checkout::choose_lines(Offer& offer, ShortStock choice) const
{
    const bool allowed = host_.settings().boolean("backorders");
    for (const auto& line : offer.cart.lines) {
        OfferedLine offered{line, 0};
        const auto missing = line.quantity - std::max<std::int64_t>(line.available, 0);
        if (!line.variant.active) {
            offer.blocked = true;
        } else if (missing > 0 && choice == ShortStock::reduce) {
            offered.line.quantity -= missing;
            if (offered.line.quantity == 0) continue;
            offered.line.total = line.variant.price * offered.line.quantity;
        } else if (missing > 0 && allowed && line.variant.backorder) {
            offer.needs_choice = offer.needs_choice || choice == ShortStock::none;
            offered.later = missing;
        } else if (missing > 0) {
            offer.blocked = true;
        }
        offer.lines.push_back(std::move(offered));
    }
}

shop::PromotionRequest Checkout::promotion_request(const Offer& offer, const PlaceRequest& request,
                                                   ShippingFor shipping)
{
    shop::PromotionRequest asked{.lines = {},
                                 .coupons = offer.cart.coupons,
                                 .user = request.owner.user,
                                 .email = request.form.email,
                                 .shipping_of = std::move(shipping)};
    for (const auto& [line, later] : offer.lines)
        asked.lines.push_back({line.variant.id, line.variant.product, line.variant.price, line.quantity});
    return asked;
}

/// What can carry the lines; the chosen one, or none.
const shop::ShippingOption* Checkout::quote(Reader& reader, Offer& offer, const PlaceRequest& request)
{
    const auto& address = request.form.address;
    offer.shipping =
        shipping_->quote(reader,
                         {.parcels = parcels_of(offer),
                          .goods = goods_of(offer),
                          .destination = {address.postal_code, address.district, address.city, address.province}},
                         request.locale);
    // Before one is chosen, a page shows the first as chosen.
    if (request.form.shipping_method.empty() && !offer.shipping.empty()) return &offer.shipping.front();
    return offer.option(request.form.shipping_method);
}

/// Discounts decide what the goods are worth, that decides the shipping, and that may be discounted in turn.
void Checkout::price(Reader& reader, Offer& offer, const PlaceRequest& request)
{
    auto& draft = offer.draft;
    const auto shipping_for = [&](const shop::Discounts& goods) {
        offer.discounts = goods;
        const auto* option = quote(reader, offer, request);
        draft.shipping_price = option ? option->price : Money{};
        draft.pickup = option && option->pickup;
        return draft.shipping_price;
    };
    if (const auto promotions = host_.services().find<shop::Promotions>()) {
        const auto asked = promotion_request(offer, request, shipping_for);
        offer.discounts = promotions->discounts(reader, asked, request.locale);
        draft.shipping_discount = offer.discounts.shipping;
    } else {
        static_cast<void>(shipping_for({}));
    }
    draft.lines = to_order_lines(offer.cart_lines(), offer.discounts);
    for (std::size_t i = 0; i < draft.lines.size(); ++i)
        draft.lines[i].later = offer.lines[i].later;
    if (const auto tax = host_.services().find<shop::Tax>()) {
        const auto inside = tax->inside(reader, taxable(draft.lines), draft.shipping_paid(), host_.clock().now());
        apply_tax(draft, &inside);
    }
    add_up(draft);
    offer.payments = payments_->offers(request.locale, {draft.total, request.form.address, draft.pickup});
}

Offer Checkout::offer(Reader& reader, const shop::CartOwner& owner, std::string_view locale, const CheckoutForm& form)
{
    Offer offer;
    offer.cart = cart_->contents(reader, owner, locale);
    choose_lines(offer, form.short_stock);
    if (!offer.cart.empty()) price(reader, offer, {owner, form, {}, std::string{locale}});
    return offer;
}

Result<Placed> Checkout::place(Transaction& tx, const PlaceRequest& request, const Offer& offer)
{
    const auto scope = scope_of(request.owner);
    const auto now = host_.clock().now();
    if (const auto known = repository::claim_key(tx, scope, request.token.key, request.form.body(), now)) {
        if (!known->same_body)
            return Problem{
                .code = "orders.key_reused", .arguments = {{"order", known->order_public_id}}, .status = 422};
        return Placed{.public_id = known->order_public_id, .repeated = true};
    }
    auto placed = place_new(tx, request, offer);
    if (placed) repository::bind_key(tx, scope, request.token.key, placed->id);
    return placed;
}

/// Uses of promotions are taken for the order: from here on they are counted, and what they take off is what they take
/// off now.
Result<Done> Checkout::redeem(Transaction& tx, Offer& offer, const PlaceRequest& request)
{
    const auto promotions = host_.services().find<shop::Promotions>();
    const bool any = !offer.cart.coupons.empty() || offer.discounts.total() != Money{};
    if (!promotions || !any) return Done{};
    const auto shipping = [&](const shop::Discounts&) { return offer.draft.shipping_price; };
    const auto redeemed =
        promotions->redeem(tx, offer.draft.public_id, promotion_request(offer, request, shipping), request.locale);
    if (!redeemed) return redeemed.problem();
    if (redeemed->total() == offer.discounts.total()) return Done{};
    // Another took the last use of an automatic promotion, or it ended this instant: the customer hears the price
    // first.
    return Problem{.code = "orders.offer_changed", .status = 409};
}

/// The order of locks: cart, coupons, stock by variant, order, payment. The offer is the one made before the locks, as
/// long as the cart is still the same.
Result<Placed> Checkout::place_new(Transaction& tx, const PlaceRequest& request, Offer offer)
{
    const auto cart = cart_->lock(tx, request.owner);
    if (!cart) return Problem{.code = "orders.cart_empty", .status = 409};
    if (!cart->is_of(offer.cart)) offer = this->offer(tx, request.owner, request.locale, request.form);
    if (offer.cart.empty()) return Problem{.code = "orders.cart_empty", .status = 409};
    offer.draft.public_id = make_public_id();
    if (auto agreed = agree(offer, request); !agreed) return agreed.problem();
    if (auto redeemed = redeem(tx, offer, request); !redeemed) return redeemed.problem();

    auto& order = offer.draft;
    complete(order, offer, request);
    std::vector<shop::StockLine> wanted;
    for (const auto& line : order.lines)
        wanted.push_back({line.variant, line.quantity, line.later});
    if (auto reserved = inventory_->reserve(tx, order.public_id, std::move(wanted), order.expires_at); !reserved)
        return reserved.problem();
    if (auto stored = store(tx, offer, order, request.form); !stored) return stored.problem();
    return Placed{order.id, order.public_id};
}

Result<Done> Checkout::store(Transaction& tx, const Offer& offer, Order& order, const CheckoutForm& form)
{
    repository::create(tx, order);
    if (!order.total.is_zero()) {
        const auto pay_until = order.placed_at + offer.method(order.payment_provider)->time_to_pay;
        const auto payment = payments_->open(tx, payment_for(host_, order, pay_until, form.payment_fields));
        if (!payment) return payment.problem();
    }
    cart_->clear(tx, offer.cart.id);
    if (auto heard = tx.raise(event_of<shop::OrderPlaced>(order)); !heard) return heard;
    return order.total.is_zero() ? orders_.settle_free(tx, order) : Result<Done>{Done{}};
}

/// Whether what is offered now is what the customer saw and chose.
Result<Done> Checkout::agree(const Offer& offer, const PlaceRequest& request)
{
    const auto* option = offer.option(request.form.shipping_method);
    if (!option) return Problem{.code = "orders.shipping_gone", .field = "shipping_method", .status = 409};
    const auto* method = offer.method(request.form.payment_method);
    if (!method && !offer.draft.total.is_zero())
        return Problem{.code = "payments.unknown_method", .field = "payment_method", .status = 409};
    if (!option->pickup && request.form.address.empty())
        return Problem{.code = "orders.address_needed", .field = "address"};
    // Lines that are short are left to reserve, which knows for certain; one that is withdrawn has nobody else to say
    // so.
    for (const auto& [line, later] : offer.lines)
        if (!line.variant.active)
            return Problem{
                .code = "orders.line_withdrawn", .arguments = {{"name", line.variant.product_name}}, .status = 409};
    if (offer.lines.empty()) return Problem{.code = "orders.nothing_left", .status = 409};
    if (offer.needs_choice) return Problem{.code = "orders.choose_short", .field = "short_stock", .status = 409};
    const auto now = seen(offer.lines, offer.discounts, offer.shipping);
    if (request.token.subtotal && request.token.fingerprint != now.fingerprint)
        return Problem{.code = *request.token.subtotal == now.subtotal ? "orders.offer_changed" : "orders.changed",
                       .arguments = {{"before", request.token.subtotal->text()}, {"now", now.subtotal->text()}},
                       .status = 409};
    return Done{};
}

/// The person, the times and the names of a priced draft.
void Checkout::complete(Order& order, const Offer& offer, const PlaceRequest& request)
{
    const auto* option = offer.option(request.form.shipping_method);
    const auto* method = offer.method(request.form.payment_method);
    const auto grace = std::chrono::minutes{host_.settings().integer("expiry_grace_minutes")};
    order.user = request.owner.user;
    order.email = request.form.email;
    order.customer_name = request.form.name;
    order.phone = request.form.phone;
    order.locale = request.locale;
    order.note = request.form.note;
    order.address = request.form.address;
    order.shipping_code = option->code;
    order.shipping_name = option->name;
    order.shipping_days_min = option->days_min;
    order.shipping_days_max = option->days_max;
    order.ship_together = request.form.short_stock == ShortStock::together;
    order.payment_provider = request.form.payment_method;
    order.placed_at = host_.clock().now();
    order.terms_accepted_at = order.placed_at;
    order.expires_at = order.placed_at + (method ? method->time_to_pay : std::chrono::minutes{0}) + grace;
}

} // namespace hurtrock::orders
