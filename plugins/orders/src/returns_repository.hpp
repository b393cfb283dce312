#pragma once
/// The SQL of returns and refunds. The caller holds the order's lock.

#include "types.hpp"

#include <unordered_map>

namespace hurtrock::orders::repository {

/// Units of a line asked back (or, when negative, no longer). False when so many did not leave.
bool ask_back(Transaction& tx, std::int64_t line, std::int64_t quantity);
/// Answers the new return's number.
int add_return(Transaction& tx, OrderId order, const shop::OrderReturn& wanted, Time now);
/// False when it is no longer in that state. An empty answer leaves the one it has.
bool set_return(Transaction& tx, OrderId order, const shop::OrderReturn& asked, ReturnState to, std::string_view answer,
                Time now);
void receive_line(Transaction& tx, OrderId order, int number, std::int64_t line, bool restock);
std::vector<shop::OrderReturn> returns(Reader& reader, OrderId order);
std::unordered_map<OrderId, std::vector<shop::OrderReturn>> returns_of(Reader& reader,
                                                                       const std::vector<std::int64_t>& orders);

struct NewRefund {
    /// The return's number; 0 for none.
    int return_number{0};
    /// "staff", "return" or "edit"; "payment" is what payments told (add_told_refund).
    std::string_view cause;
    Money amount{}, shipping{};
    std::string_view reason, actor;
};
void add_refund(Transaction& tx, OrderId order, const NewRefund& refund, Time now);
/// False when more shipping would go back than was paid.
bool refund_shipping(Transaction& tx, OrderId order, Money amount);
/// What has gone back so far, by the ledger: the oldest refunds up to that sum are done. Answers their reasons.
std::string settle_refunds(Transaction& tx, OrderId order, Money refunded, Time now);
/// What edits took off the price of a paid order.
Money sent_back_by_edits(Reader& reader, OrderId order);
/// What went back beyond all that was asked for here (from the payment's page, in the gateway's own): a row of its own,
/// so that the customer sees it.
void add_told_refund(Transaction& tx, OrderId order, Money refunded, std::string_view reason, std::string_view actor,
                     Time now);
std::unordered_map<OrderId, std::vector<shop::OrderRefund>> refunds_of(Reader& reader,
                                                                       const std::vector<std::int64_t>& orders);

} // namespace hurtrock::orders::repository
