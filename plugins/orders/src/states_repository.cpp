/// The SQL of an order's states, their history and the notes beside it.
#include "repository.hpp"

namespace hurtrock::orders::repository
{
namespace
{

const Query move_stage{"orders.set_stage", R"(
    UPDATE orders.orders
       SET stage = $3,
           confirmed_at = CASE WHEN $3 = 'confirmed' THEN coalesce(confirmed_at, $5::timestamptz) ELSE confirmed_at END,
           completed_at = CASE WHEN $3 = 'completed' THEN $5::timestamptz ELSE completed_at END,
           cancelled_at = CASE WHEN $3 = 'cancelled' THEN $5::timestamptz ELSE cancelled_at END,
           cancel_reason = CASE WHEN $3 = 'cancelled' THEN $4 ELSE cancel_reason END
     WHERE id = $1 AND stage = $2)"};

const Query move_money{"orders.set_money", R"(
    UPDATE orders.orders
       SET money = $3, paid_at = CASE WHEN $3 = 'paid' THEN coalesce(paid_at, $4::timestamptz) ELSE paid_at END
     WHERE id = $1 AND money = $2)"};

const Query move_fulfilment{"orders.set_fulfilment", R"(
    UPDATE orders.orders
       SET fulfilment = $3,
           shipped_at = CASE WHEN $3 = 'shipped' THEN $4::timestamptz ELSE shipped_at END,
           delivered_at = CASE WHEN $3 = 'delivered' THEN $4::timestamptz ELSE delivered_at END
     WHERE id = $1 AND fulfilment = $2)"};

const Query add_received{"orders.receive", R"(UPDATE orders.orders SET received = received + $2 WHERE id = $1)"};
const Query change_provider{"orders.set_provider", R"(UPDATE orders.orders SET payment_provider = $2 WHERE id = $1)"};

} // namespace

bool set_stage(Transaction& tx, const Order& order, OrderStage to, std::string_view reason, Time now)
{
    return tx.run(move_stage, {order.id, shop::name_of(order.stage), shop::name_of(to), reason, now}).affected() == 1;
}

bool set_money(Transaction& tx, const Order& order, MoneyState to, Time now)
{
    return tx.run(move_money, {order.id, shop::name_of(order.money), shop::name_of(to), now}).affected() == 1;
}

bool set_fulfilment(Transaction& tx, const Order& order, FulfilmentState to, Time now)
{
    return tx.run(move_fulfilment, {order.id, shop::name_of(order.fulfilment), shop::name_of(to), now}).affected() == 1;
}

void receive(Transaction& tx, OrderId order, Money amount)
{
    tx.run(add_received, {order, amount.units()});
}

void set_provider(Transaction& tx, OrderId order, std::string_view provider)
{
    tx.run(change_provider, {order, provider});
}

namespace
{
const Query add_event{"orders.add_event", R"(
    INSERT INTO orders.order_events (order_id, kind, event, from_state, to_state, actor, reason, number, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9))"};

// Notes stand between the changes, in the order in which they were made.
const Query find_history{"orders.find_history", R"(
    SELECT * FROM (
    SELECT order_id, kind, event, to_state, actor, reason, number, created_at, true AS customer_sees, id
      FROM orders.order_events WHERE order_id = ANY($1::bigint[])
    UNION ALL
    SELECT order_id, 'note', 'note', '', actor, text, 0, created_at, customer_sees, id
      FROM orders.notes WHERE order_id = ANY($1::bigint[])) all_rows
     ORDER BY order_id, created_at, kind = 'note', id)"};
} // namespace

void note_change(Transaction& tx, OrderId order, const Entry& entry, Time now)
{
    tx.run(add_event, {order, entry.kind, entry.event, entry.from, entry.to, entry.why.actor, entry.why.reason,
                       entry.number, now});
}

std::unordered_map<OrderId, std::vector<shop::OrderHistoryEntry>> history_of(Reader& reader,
                                                                             const std::vector<std::int64_t>& orders)
{
    std::unordered_map<OrderId, std::vector<shop::OrderHistoryEntry>> found;
    for (const auto row : reader.run(find_history, {orders}))
        found[row.id<OrderId>("order_id")].push_back(
            {row.time("created_at"), std::string{row.text("kind")}, std::string{row.text("event")},
             std::string{row.text("to_state")}, std::string{row.text("actor")}, std::string{row.text("reason")},
             static_cast<int>(row.integer("number")), row.boolean("customer_sees")});
    return found;
}

namespace
{
const Query insert_note{"orders.add_note", R"(
    INSERT INTO orders.notes (order_id, text, customer_sees, actor, created_at) VALUES ($1, $2, $3, $4, $5))"};
const Query find_notes{"orders.find_notes", R"(
    SELECT text, customer_sees, actor, created_at FROM orders.notes WHERE order_id = $1 ORDER BY id)"};
} // namespace

void add_note(Transaction& tx, OrderId order, std::string_view text, bool customer_sees, std::string_view actor,
              Time now)
{
    tx.run(insert_note, {order, text, customer_sees, actor, now});
}

std::vector<Note> notes(Reader& reader, OrderId order)
{
    std::vector<Note> found;
    for (const auto row : reader.run(find_notes, {order}))
        found.push_back({std::string{row.text("text")}, std::string{row.text("actor")}, row.boolean("customer_sees"),
                         row.time("created_at")});
    return found;
}

} // namespace hurtrock::orders::repository
