#include "returns_repository.hpp"

namespace hurtrock::orders::repository {
namespace {

const Query count_returning{"orders.ask_back", R"(
    UPDATE orders.lines SET asked_back = asked_back + $2 WHERE id = $1 AND asked_back + $2 BETWEEN 0 AND shipped)"};

const Query create_return{"orders.add_return", R"(
    INSERT INTO orders.returns (order_id, number, reason, note, amount, requested_at, changed_at)
    SELECT $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5::timestamptz, $5 FROM orders.returns WHERE order_id = $1
    RETURNING id, number)"};

const Query fill_return{"orders.fill_return", R"(
    INSERT INTO orders.return_lines (return_id, line_id, quantity, amount, tax)
    SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[]))"};

const Query move_return{"orders.set_return", R"(
    UPDATE orders.returns SET state = $4, answer = CASE WHEN $5 = '' THEN answer ELSE $5 END, changed_at = $6
     WHERE order_id = $1 AND number = $2 AND state = $3)"};

const Query receive_return_line{"orders.receive_line", R"(
    UPDATE orders.return_lines
       SET restocked = CASE WHEN $4 THEN quantity ELSE 0 END, written_off = CASE WHEN $4 THEN 0 ELSE quantity END
     WHERE return_id = (SELECT id FROM orders.returns WHERE order_id = $1 AND number = $2) AND line_id = $3)"};

const Query find_returns{"orders.find_returns", R"(
    SELECT r.order_id, r.number, r.state, r.reason, r.note, r.answer, r.amount AS return_amount, r.requested_at,
           l.line_id, l.quantity, l.amount, l.tax
      FROM orders.returns r JOIN orders.return_lines l ON l.return_id = r.id
     WHERE r.order_id = ANY($1::bigint[]) ORDER BY r.order_id, r.number, l.line_id)"};

} // namespace

bool ask_back(Transaction& tx, std::int64_t line, std::int64_t quantity)
{
    return tx.run(count_returning, {line, quantity}).affected() == 1;
}

int add_return(Transaction& tx, OrderId order, const shop::OrderReturn& wanted, Time now)
{
    const auto rows = tx.run(create_return, {order, wanted.reason, wanted.note, wanted.amount.units(), now});
    std::vector<std::int64_t> lines, quantities, amounts, taxes;
    for (const auto& line : wanted.lines) {
        lines.push_back(line.line);
        quantities.push_back(line.quantity);
        amounts.push_back(line.amount.units());
        taxes.push_back(line.tax.units());
    }
    tx.run(fill_return, {rows.front().integer("id"), lines, quantities, amounts, taxes});
    return static_cast<int>(rows.front().integer("number"));
}

bool set_return(Transaction& tx, OrderId order, const shop::OrderReturn& asked, ReturnState to, std::string_view answer,
                Time now)
{
    return tx.run(move_return, {order, asked.number, shop::name_of(asked.state), shop::name_of(to), answer, now})
               .affected() == 1;
}

void receive_line(Transaction& tx, OrderId order, int number, std::int64_t line, bool restock)
{
    tx.run(receive_return_line, {order, number, line, restock});
}

std::unordered_map<OrderId, std::vector<shop::OrderReturn>> returns_of(Reader& reader,
                                                                       const std::vector<std::int64_t>& orders)
{
    std::unordered_map<OrderId, std::vector<shop::OrderReturn>> found;
    for (const auto row : reader.run(find_returns, {orders})) {
        auto& returns = found[row.id<OrderId>("order_id")];
        const auto number = static_cast<int>(row.integer("number"));
        if (returns.empty() || returns.back().number != number)
            returns.push_back({.number = number,
                               .state = named<ReturnState>(row.text("state")).value(),
                               .reason = std::string{row.text("reason")},
                               .note = std::string{row.text("note")},
                               .answer = std::string{row.text("answer")},
                               .lines = {},
                               .amount = row.money("return_amount"),
                               .requested_at = row.time("requested_at")});
        returns.back().lines.push_back(
            {row.integer("line_id"), row.integer("quantity"), row.money("amount"), row.money("tax")});
    }
    return found;
}

std::vector<shop::OrderReturn> returns(Reader& reader, OrderId order)
{
    auto found = returns_of(reader, {order.value});
    return found.empty() ? std::vector<shop::OrderReturn>{} : std::move(found.begin()->second);
}

namespace {
const Query create_refund{"orders.add_refund", R"(
    INSERT INTO orders.refunds (order_id, return_id, cause, amount, shipping, reason, actor, requested_at)
    VALUES ($1, (SELECT id FROM orders.returns WHERE order_id = $1 AND number = $2), $3, $4, $5, $6, $7, $8))"};

const Query count_refunded_shipping{"orders.refund_shipping", R"(
    UPDATE orders.orders SET shipping_refunded = shipping_refunded + $2
     WHERE id = $1 AND shipping_refunded + $2 <= shipping_price - shipping_discount)"};

const Query mark_refunded{"orders.settle_refunds", R"(
    UPDATE orders.refunds r SET refunded_at = $3
      FROM (SELECT id, sum(amount) OVER (ORDER BY id) AS so_far FROM orders.refunds WHERE order_id = $1) s
     WHERE r.id = s.id AND r.refunded_at IS NULL AND s.so_far <= $2
 RETURNING r.id, r.reason)"};

const Query sum_edits{"orders.sent_back_by_edits", R"(
    SELECT coalesce(sum(amount), 0)::bigint AS total FROM orders.refunds WHERE order_id = $1 AND cause = 'edit')"};

const Query create_told_refund{"orders.add_told_refund", R"(
    INSERT INTO orders.refunds (order_id, cause, amount, reason, actor, requested_at, refunded_at)
    SELECT $1, 'payment', $2 - coalesce(sum(amount), 0), $3, $4, $5, $5 FROM orders.refunds WHERE order_id = $1
    HAVING $2 > coalesce(sum(amount), 0))"};

const Query find_refunds{"orders.find_refunds", R"(
    SELECT order_id, amount, shipping, reason, actor, requested_at, refunded_at FROM orders.refunds
     WHERE order_id = ANY($1::bigint[]) ORDER BY order_id, id)"};
} // namespace

void add_refund(Transaction& tx, OrderId order, const NewRefund& refund, Time now)
{
    tx.run(create_refund, {order, refund.return_number, refund.cause, refund.amount.units(), refund.shipping.units(),
                           refund.reason, refund.actor, now});
}

bool refund_shipping(Transaction& tx, OrderId order, Money amount)
{
    return tx.run(count_refunded_shipping, {order, amount.units()}).affected() == 1;
}

std::string settle_refunds(Transaction& tx, OrderId order, Money refunded, Time now)
{
    std::string reasons;
    for (const auto row : tx.run(mark_refunded, {order, refunded.units(), now})) {
        const auto reason = row.text("reason");
        if (reason.empty() || reason == reasons) continue;
        reasons += (reasons.empty() ? "" : "; ") + std::string{reason};
    }
    return reasons;
}

Money sent_back_by_edits(Reader& reader, OrderId order)
{
    return reader.run(sum_edits, {order}).front().money("total");
}

void add_told_refund(Transaction& tx, OrderId order, Money refunded, std::string_view reason, std::string_view actor,
                     Time now)
{
    tx.run(create_told_refund, {order, refunded.units(), reason, actor, now});
}

std::unordered_map<OrderId, std::vector<shop::OrderRefund>> refunds_of(Reader& reader,
                                                                       const std::vector<std::int64_t>& orders)
{
    std::unordered_map<OrderId, std::vector<shop::OrderRefund>> found;
    for (const auto row : reader.run(find_refunds, {orders})) {
        shop::OrderRefund refund{row.money("amount"),
                                 row.money("shipping"),
                                 std::string{row.text("reason")},
                                 std::string{row.text("actor")},
                                 row.time("requested_at"),
                                 std::nullopt};
        if (!row.is_null("refunded_at")) refund.refunded_at = row.time("refunded_at");
        found[row.id<OrderId>("order_id")].push_back(std::move(refund));
    }
    return found;
}

} // namespace hurtrock::orders::repository
