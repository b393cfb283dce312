#pragma once
/// Facts: all that a paper prints, without its language. What is issued is kept as facts, so that a reprint in a year
/// says what it said today. Amounts are whole rupiah, days are days in Jakarta.
///
/// invoice: {number, title, day, order, ordered, paid, state, seller {id, en}, tax_number, footer {id, en}, buyer
/// {name, email, phone},
///   address, pickup, shipping {name, price, discount, reasons}, lines [{name, variant, sku, quantity, price, gross,
///   discount, reasons, total}], subtotal, discount, total, tax {name, rate, net, base, amount}, payment {title,
///   on_delivery, due}, note}
/// credit: {number, day, order, invoice, seller, tax_number, footer, buyer, amount, reason}
/// parcel: {order, part, parts, tracking, courier, weight_g, pieces, cod, cod_elsewhere, lines, seller, buyer, address,
/// pickup, note, day}

#include <hurtrock/shop/orders.hpp>
#include <hurtrock/shop/store.hpp>
#include <hurtrock/shop/tax.hpp>

namespace hurtrock::papers {

/// What the shop says of itself.
struct Letterhead {
    /// {id, en}: {name, address, phone, email}
    Value seller;
    std::string tax_number;
    /// {id, en}
    Value footer;
};

/// tax: as the tax plugin splits the order; nullptr where there is none, or where it no longer agrees with the order.
Value invoice_facts(const shop::OrderDetail& order, const Letterhead& head, const shop::TaxSummary* tax, Time now);
Value credit_facts(const shop::OrderDetail& order, const Letterhead& head, std::string_view invoice_number,
                   Money amount, std::string_view reason, Time now);

/// One a parcel that is packed, on its way or delivered; before there is one, a single part 0 with the whole order.
std::vector<Value> parcel_facts(const shop::OrderDetail& order, const Letterhead& head, Time now);

} // namespace hurtrock::papers
