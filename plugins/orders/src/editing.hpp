#pragma once
/// Changing an order before it is sent: other quantities, other lines. What is due or owed because of it follows from the
/// sums; nothing is sent back that was not paid.

#include "changing.hpp"

#include <hurtrock/plugin.hpp>
#include <hurtrock/shop/catalog.hpp>
#include <hurtrock/shop/inventory.hpp>
#include <hurtrock/shop/payments.hpp>

namespace hurtrock::orders
{

struct Edit {
    /// The order's revision that the person saw.
    std::int64_t revision{0};
    /// By line id; lines that are not named stay. 0 removes one.
    std::vector<shop::ParcelLine> quantities;
    /// Another line, by SKU; none when it is empty.
    std::string add_sku;
    std::int64_t add_quantity{0};
};

class Editing
{
public:
    explicit Editing(Host& host)
        : host_{host}, inventory_{host.services()}, payments_{host.services()}, catalog_{host.services()}
    {
    }

    static bool editable(const Order& order);

    /// Answers what is due (positive) or owed (negative) because of it. Problems "orders.cannot_edit",
    /// "orders.changed_meanwhile", "orders.edit_packed" {name, packed}, "orders.edit_empty", "orders.edit_nothing",
    /// "orders.unknown_sku", "inventory.short".
    Result<Money> apply(Transaction& tx, std::string_view public_id, const Edit& edit, const Why& why);

private:
    Result<Done> change_lines(Order& order, const Edit& edit) const;
    Result<Done> add_line(Transaction& tx, Order& order, const Edit& edit);
    Result<Done> change_stock(Transaction& tx, const Order& before, const Order& after, std::string_view actor);
    Result<Done> settle(Transaction& tx, Order& order, const Why& why);

    Host& host_;
    Service<shop::Inventory> inventory_;
    Service<shop::Payments> payments_;
    Service<shop::Catalog> catalog_;
};

} // namespace hurtrock::orders
