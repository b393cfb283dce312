/// What other plugins ask about orders.
#include "couriers.hpp"
#include "listing_repository.hpp"
#include "repository.hpp"
#include "returns_repository.hpp"
#include "sending_repository.hpp"
#include "service.hpp"

#include <algorithm>

namespace hurtrock::orders
{
namespace
{

constexpr int of_user_max = 100;
constexpr std::size_t details_max = 200;

shop::OrderSummary summary_of(const Order& order)
{
    return {order.id,        order.public_id, order.number,    order.state(), order.user,  order.customer_name,
            order.email,     order.total,     order.placed_at, order.stage,   order.money, order.fulfilment};
}

shop::OrderLineDetail detail_of(const OrderLine& line, std::int64_t waiting)
{
    shop::OrderLineDetail detail;
    detail.id = line.id;
    detail.variant = line.variant;
    detail.sku = line.sku;
    detail.product_name = line.product_name;
    detail.variant_name = line.variant_name;
    detail.path = line.path;
    detail.picture = line.picture;
    detail.unit_price = line.unit_price;
    detail.quantity = line.quantity;
    detail.gross = line.total;
    detail.discount = line.discount;
    detail.total = line.paid();
    detail.tax = line.tax;
    detail.waiting = waiting;
    detail.shipped = line.shipped;
    detail.returned = line.returning;
    detail.weight_g = line.weight_g;
    return detail;
}

std::int64_t waiting_for(const std::vector<shop::HeldStock>& held, VariantId variant)
{
    for (const auto& stock : held)
        if (stock.variant == variant) return stock.waiting;
    return 0;
}

shop::OrderPaymentSummary payment_of(const Order& order, const std::optional<shop::PaymentView>& payment,
                                     const shop::PaymentBalance& balance)
{
    shop::OrderPaymentSummary summary;
    if (payment) {
        summary.provider = payment->provider;
        summary.title = payment->title;
        summary.on_delivery = payment->on_delivery;
    }
    summary.captured = balance.captured;
    summary.refunded = balance.refunded;
    summary.refundable = balance.refundable;
    summary.due = order.stage == OrderStage::cancelled ? Money{} : std::max(order.due(), Money{});
    summary.paid_at = order.paid_at;
    return summary;
}

shop::OrderDetail head_of(const Order& order)
{
    shop::OrderDetail detail;
    detail.summary = summary_of(order);
    detail.phone = order.phone;
    detail.locale = order.locale;
    detail.note = order.note;
    if (!order.pickup) detail.address = order.address;
    detail.pickup = order.pickup;
    detail.shipping_code = order.shipping_code;
    detail.shipping_name = order.shipping_name;
    detail.shipping_days_min = order.shipping_days_min;
    detail.shipping_days_max = order.shipping_days_max;
    detail.subtotal = order.subtotal;
    detail.discount_total = order.discount_total;
    detail.shipping_price = order.shipping_price;
    detail.shipping_discount = order.shipping_discount;
    detail.total = order.total;
    detail.tax = order.tax;
    detail.shipping_tax = order.shipping_tax;
    detail.tax_name = order.tax_name;
    detail.tax_rate = order.tax_rate;
    detail.cancel_reason = order.cancel_reason;
    detail.paid_at = order.paid_at;
    detail.shipped_at = order.shipped_at;
    detail.delivered_at = order.delivered_at;
    detail.cancelled_at = order.cancelled_at;
    return detail;
}

} // namespace

std::optional<shop::OrderSummary> OrdersService::find(Reader& reader, std::string_view public_id)
{
    const auto order = repository::find(reader, public_id);
    if (!order) return std::nullopt;
    return summary_of(*order);
}

std::vector<shop::OrderSummary> OrdersService::of_user(Reader& reader, UserId user, int limit)
{
    std::vector<shop::OrderSummary> summaries;
    for (const auto& row : listing::of_user(reader, user, std::clamp(limit, 1, of_user_max), 0).rows)
        summaries.push_back(summary_of(row.order));
    return summaries;
}

void OrdersService::adopt(Transaction& tx, std::string_view email, UserId user)
{
    repository::adopt(tx, email, user);
}

std::optional<shop::OrderDetail> OrdersService::detail(Reader& reader, std::string_view public_id)
{
    auto found = details(reader, {std::string{public_id}});
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

/// The payments' sums are asked for one order at a time: their service knows no other way.
std::vector<shop::OrderDetail> OrdersService::details(Reader& reader, const std::vector<std::string>& public_ids)
{
    auto wanted = public_ids;
    if (wanted.size() > details_max) wanted.resize(details_max);
    if (wanted.empty()) return {};
    const auto orders = repository::find_all(reader, wanted);
    std::vector<std::int64_t> ids;
    for (const auto& order : orders)
        ids.push_back(order.id.value);
    auto lines = repository::lines_of(reader, ids);
    auto parcels = repository::parcels_of(reader, ids);
    auto returns = repository::returns_of(reader, ids);
    auto refunds = repository::refunds_of(reader, ids);
    auto history = repository::history_of(reader, ids);
    auto held = inventory_->held(reader, wanted);

    std::vector<shop::OrderDetail> details;
    for (const auto& order : orders) {
        auto detail = head_of(order);
        for (const auto& line : lines[order.id])
            detail.lines.push_back(detail_of(line, waiting_for(held[order.public_id], line.variant)));
        detail.parcels = std::move(parcels[order.id]);
        for (auto& parcel : detail.parcels)
            parcel.tracking_url = tracking_url(parcel.courier, parcel.tracking_number);
        detail.returns = std::move(returns[order.id]);
        detail.refunds = std::move(refunds[order.id]);
        detail.history = std::move(history[order.id]);
        detail.payment = payment_of(order, payments_->of_order(reader, order.public_id),
                                    payments_->balance_of_order(reader, order.public_id));
        details.push_back(std::move(detail));
    }
    return details;
}

} // namespace hurtrock::orders
