#include "facts.hpp"

#include "words.hpp"

#include <algorithm>

namespace hurtrock::papers {
namespace {

Value labels(const shop::Discount& discount)
{
    auto reasons = Value::list();
    for (const auto& reason : discount.why)
        reasons.push(reason.coupon.empty() ? reason.label : reason.label + " (" + reason.coupon + ")");
    return reasons;
}

Value line_facts(const shop::OrderLineDetail& line)
{
    return {{"name", line.product_name},
            {"variant", line.variant_name},
            {"sku", line.sku},
            {"quantity", line.quantity},
            {"price", line.unit_price.units()},
            {"gross", line.gross.units()},
            {"discount", line.discount.amount.units()},
            {"reasons", labels(line.discount)},
            {"total", line.total.units()}};
}

Value buyer_facts(const shop::OrderDetail& order)
{
    return {{"name", order.summary.customer_name}, {"email", order.summary.customer_email}, {"phone", order.phone}};
}

/// The base and the statutory rate are known to the tax plugin alone; the amount is the order's own.
Value tax_facts(const shop::OrderDetail& order, const shop::TaxSummary* tax)
{
    if (order.tax_name.empty() || order.tax.is_zero()) return {};
    const Money net = order.total - order.tax;
    Value facts{
        {"name", order.tax_name}, {"rate", order.tax_rate}, {"net", net.units()}, {"amount", order.tax.units()}};
    if (!tax || tax->total() != order.tax) return facts;
    Money base = tax->shipping.base;
    for (const auto& line : tax->lines)
        base += line.base;
    facts.set("rate", tax->statutory_rate);
    facts.set("base", base.units());
    return facts;
}

std::string state_of(const shop::OrderDetail& order)
{
    if (order.summary.stage == shop::OrderStage::cancelled) return "cancelled";
    const bool unpaid = order.summary.money == shop::MoneyState::unpaid ||
                        order.summary.money == shop::MoneyState::promised ||
                        order.summary.money == shop::MoneyState::partly_paid;
    return unpaid ? "unpaid" : "paid";
}

bool is_live(const shop::OrderParcel& parcel)
{
    return parcel.state == shop::ParcelState::packed || parcel.state == shop::ParcelState::shipped ||
           parcel.state == shop::ParcelState::delivered;
}

const shop::OrderLineDetail* line_of(const shop::OrderDetail& order, std::int64_t id)
{
    const auto found =
        std::find_if(order.lines.begin(), order.lines.end(), [&](const auto& line) { return line.id == id; });
    return found == order.lines.end() ? nullptr : &*found;
}

Value parcel_base(const shop::OrderDetail& order, const Letterhead& head, Time now)
{
    return {{"order", order.summary.number},
            {"day", day_in_jakarta(now)},
            {"seller", head.seller},
            {"buyer", buyer_facts(order)},
            {"pickup", order.pickup},
            {"address", order.address.to_value()},
            {"note", order.note},
            {"courier", order.shipping_name}};
}

struct Contents {
    Value lines = Value::list();
    std::int64_t pieces{0}, weight_g{0};

    void add(const shop::OrderLineDetail& line, std::int64_t quantity)
    {
        auto facts = line_facts(line);
        facts.set("quantity", quantity);
        lines.push(std::move(facts));
        pieces += quantity;
        weight_g += quantity * line.weight_g;
    }
    void put_into(Value& facts) &&
    {
        facts.set("lines", std::move(lines));
        facts.set("pieces", pieces);
        facts.set("weight_g", weight_g);
    }
};

Value whole_order(const shop::OrderDetail& order, const Letterhead& head, Time now)
{
    auto facts = parcel_base(order, head, now);
    Contents contents;
    for (const auto& line : order.lines)
        contents.add(line, line.quantity);
    std::move(contents).put_into(facts);
    facts.set("part", 0);
    facts.set("parts", 1);
    facts.set("tracking", "");
    return facts;
}

Value one_parcel(const shop::OrderDetail& order, const shop::OrderParcel& parcel, const Letterhead& head, Time now)
{
    auto facts = parcel_base(order, head, now);
    Contents contents;
    for (const auto& part : parcel.lines)
        if (const auto* line = line_of(order, part.line)) contents.add(*line, part.quantity);
    if (parcel.weight_g > 0) contents.weight_g = parcel.weight_g;
    std::move(contents).put_into(facts);
    facts.set("part", parcel.number);
    facts.set("tracking", parcel.tracking_number);
    if (!parcel.courier.empty()) facts.set("courier", parcel.courier);
    return facts;
}

} // namespace

Value invoice_facts(const shop::OrderDetail& order, const Letterhead& head, const shop::TaxSummary* tax, Time now)
{
    auto lines = Value::list();
    for (const auto& line : order.lines)
        lines.push(line_facts(line));
    return {{"day", day_in_jakarta(now)},
            {"order", order.summary.number},
            {"ordered", day_in_jakarta(order.summary.placed_at)},
            {"paid", order.paid_at ? day_in_jakarta(*order.paid_at) : std::string{}},
            {"state", state_of(order)},
            {"seller", head.seller},
            {"tax_number", head.tax_number},
            {"footer", head.footer},
            {"buyer", buyer_facts(order)},
            {"address", order.address.to_value()},
            {"pickup", order.pickup},
            {"shipping",
             {{"name", order.shipping_name},
              {"price", order.shipping_price.units()},
              {"discount", order.shipping_discount.amount.units()},
              {"reasons", labels(order.shipping_discount)}}},
            {"lines", std::move(lines)},
            {"subtotal", order.subtotal.units()},
            {"discount", order.discount_total.units()},
            {"total", order.total.units()},
            {"tax", tax_facts(order, tax)},
            {"payment",
             {{"title", order.payment.title},
              {"on_delivery", order.payment.on_delivery},
              {"due", order.payment.due.units()}}},
            {"note", order.note}};
}

Value credit_facts(const shop::OrderDetail& order, const Letterhead& head, std::string_view invoice_number,
                   Money amount, std::string_view reason, Time now)
{
    return {{"day", day_in_jakarta(now)},
            {"order", order.summary.number},
            {"invoice", invoice_number},
            {"seller", head.seller},
            {"tax_number", head.tax_number},
            {"footer", head.footer},
            {"buyer", buyer_facts(order)},
            {"address", order.address.to_value()},
            {"pickup", order.pickup},
            {"amount", amount.units()},
            {"reason", reason}};
}

std::vector<Value> parcel_facts(const shop::OrderDetail& order, const Letterhead& head, Time now)
{
    std::vector<Value> parcels;
    for (const auto& parcel : order.parcels)
        if (is_live(parcel)) parcels.push_back(one_parcel(order, parcel, head, now));
    if (parcels.empty()) parcels.push_back(whole_order(order, head, now));
    // What is due is asked for once, at the first parcel, however many there are.
    const std::int64_t due = order.payment.on_delivery && !order.pickup ? order.payment.due.units() : 0;
    for (std::size_t index = 0; index < parcels.size(); ++index) {
        parcels[index].set("parts", static_cast<std::int64_t>(parcels.size()));
        parcels[index].set("cod", index == 0 ? due : 0);
        parcels[index].set("cod_elsewhere", index > 0 && due > 0);
    }
    return parcels;
}

} // namespace hurtrock::papers
