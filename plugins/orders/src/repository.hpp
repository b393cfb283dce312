#pragma once
/// The SQL of an order itself: making, finding, its three states, its history, its lines. Parcels and returns have
/// theirs in sending_repository.hpp and returns_repository.hpp, lists and figures in listing_repository.hpp.

#include "types.hpp"

#include <unordered_map>

namespace hurtrock::orders::repository {

/// The order with its lines and its first event, in one statement. Gives it its id and its number ("HR-1001"), which is
/// taken outside the order's fate: a failed checkout leaves a gap.
void create(Transaction& tx, Order& order);

std::optional<Order> find(Reader& reader, std::string_view public_id);
std::optional<Order> find(Reader& reader, OrderId id);
std::optional<Order> find_by_number(Reader& reader, std::string_view number, std::string_view email);
std::vector<Order> find_all(Reader& reader, const std::vector<std::string>& public_ids);
/// The order with its row locked: after stock, before the payment.
std::optional<Order> lock(Transaction& tx, std::string_view public_id);
std::vector<OrderLine> lines(Reader& reader, OrderId order);
std::unordered_map<OrderId, std::vector<OrderLine>> lines_of(Reader& reader, const std::vector<std::int64_t>& orders);

/// Each is false when the order is no longer in `order`'s state.
bool set_stage(Transaction& tx, const Order& order, OrderStage to, std::string_view reason, Time now);
bool set_money(Transaction& tx, const Order& order, MoneyState to, Time now);
bool set_fulfilment(Transaction& tx, const Order& order, FulfilmentState to, Time now);
/// Adds to what the customer gave; less than nothing when an edit sends some back.
void receive(Transaction& tx, OrderId order, Money amount);
void set_provider(Transaction& tx, OrderId order, std::string_view provider);

/// After an edit: sums and revision; lines that are new (id 0), changed or gone (quantity 0).
void rewrite(Transaction& tx, const Order& order, const std::vector<OrderLine>& lines);

struct Entry {
    std::string_view kind, event, from, to;
    Why why;
    int number{0};
};
void note_change(Transaction& tx, OrderId order, const Entry& entry, Time now);
std::unordered_map<OrderId, std::vector<shop::OrderHistoryEntry>> history_of(Reader& reader,
                                                                             const std::vector<std::int64_t>& orders);

void add_note(Transaction& tx, OrderId order, std::string_view text, bool customer_sees, std::string_view actor,
              Time now);
std::vector<Note> notes(Reader& reader, OrderId order);

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
/// For a customer's order, opened by a guest who knew number and e-mail.
void remember_proof(Transaction& tx, std::string_view guest, OrderId order, Time now);
bool is_proved(Reader& reader, std::string_view guest, OrderId order, Time since);
/// Proofs too.
void forget_keys(Transaction& tx, Time before);

} // namespace hurtrock::orders::repository
