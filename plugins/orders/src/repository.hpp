#pragma once
/// The SQL of orders' own life; lists and figures are in listing_repository.hpp.

#include "types.hpp"

namespace hurtrock::orders::repository
{

/// "HR-1001". Taken outside the order's fate: a failed checkout leaves a gap.
std::string next_number(Transaction& tx);
OrderId create(Transaction& tx, const Order& order);

std::optional<Order> find(Reader& reader, std::string_view public_id);
std::optional<Order> find(Reader& reader, OrderId id);
std::optional<Order> find_by_number(Reader& reader, std::string_view number, std::string_view email);
std::vector<OrderLine> lines(Reader& reader, OrderId order);
std::vector<HistoryRow> history(Reader& reader, OrderId order);

struct Change {
    OrderEventKind event;
    std::string_view actor;
    /// Why, for cancelled orders.
    std::string_view reason{};
    std::string_view courier{};
    std::string_view tracking_number{};
};
/// Moves the order if it is still in `order.state`, with its event row. False when it is not.
bool move(Transaction& tx, const Order& order, const Change& change, Time now);

std::vector<std::string> unpaid_after(Reader& reader, Time now, std::int64_t limit);
void adopt(Transaction& tx, std::string_view email, UserId user);
/// False when the mail was written before.
bool claim_mail(Transaction& tx, OrderId order, std::string_view kind, Time now);

/// Claims a key; waits while another transaction holds it. nullopt: it is ours. Otherwise the order it already became,
/// empty when its body was another one.
struct KnownKey {
    std::string order_public_id;
    bool same_body{false};
};
std::optional<KnownKey> claim_key(Transaction& tx, std::string_view scope, std::string_view key, std::string_view body,
                                  Time now);
void bind_key(Transaction& tx, std::string_view scope, std::string_view key, OrderId order);
void forget_keys(Transaction& tx, Time before);

} // namespace hurtrock::orders::repository
