#pragma once
/// The SQL of what goes over the wire: webhooks as they arrived, and exchanges with gateways.

#include "types.hpp"

#include <unordered_map>

namespace hurtrock::payments::repository {

struct InboxRow {
    std::int64_t id{0};
    std::string provider, key, raw;
    Value headers, facts;
    bool by_fetch{false};
    std::optional<PaymentId> payment{};
    std::int64_t deliveries{1};
    std::string outcome{};
    Time received_at{};
    std::optional<Time> applied_at{};
    /// Of this provider, counted from the first received.
    std::int64_t number{0};
};

/// Stores it, or counts one more delivery of a known one. Answers the row as it is now.
InboxRow receive(Transaction& tx, const InboxRow& row, Time now);
void applied(Transaction& tx, std::int64_t id, std::string_view outcome, Time now);
/// Looked at and not finished: it is worked again when it comes again, or by the reconciler.
void postponed(Transaction& tx, std::int64_t id, std::string_view outcome);
std::vector<InboxRow> unapplied(Reader& reader, Time before, std::int64_t limit);
std::vector<InboxRow> inbox_of(Reader& reader, PaymentId id);
std::optional<InboxRow> find_inbox(Reader& reader, std::int64_t id);
/// The newest, at most limit.
std::vector<InboxRow> newest_inbox(Reader& reader, std::string_view provider, std::int64_t limit);
std::optional<InboxRow> numbered_inbox(Reader& reader, std::string_view provider, std::int64_t number);

/// What was heard of a provider, and what the reconciler has to do with it.
struct Activity {
    std::string provider{};
    std::optional<Time> heard_at{}, asked_at{};
    std::int64_t unapplied{0}, to_ask{0};
};
std::vector<Activity> activity(Reader& reader);

struct ExchangeRow {
    std::string purpose, method, url, request, answer, failure;
    std::int64_t status{0}, attempt{1}, took_ms{0};
    Time at{};
};
void keep_exchange(Transaction& tx, PaymentId id, const ExchangeRow& exchange);
/// The newest 50 of each.
std::unordered_map<PaymentId, std::vector<ExchangeRow>> exchanges(Reader& reader,
                                                                  const std::vector<std::int64_t>& payments);
void forget(Transaction& tx, Time before);

} // namespace hurtrock::payments::repository
