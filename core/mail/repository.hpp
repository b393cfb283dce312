#pragma once
/// The only SQL of this folder.

#include "mail_types.hpp"

#include <hurtrock/database.hpp>

namespace hurtrock::mail::repository {

struct Wanted {
    /// A part of the address or the subject; empty for all.
    std::string search{};
    std::optional<State> state{};
    /// Older than this one; 0 starts with the newest.
    std::int64_t before_id{0};
    int limit{50};
};

std::int64_t insert(Transaction& tx, const StoredMail& mail);
/// Takes the next due mail, counts a try and keeps other senders off it until `lease_until`.
std::optional<StoredMail> lease(Transaction& tx, Time now, Time lease_until);
/// These three change nothing when the lease was lost (`tries` tells it).
void mark_sent(Transaction& tx, std::int64_t mail, int tries, Time now);
void mark_failed(Transaction& tx, std::int64_t mail, int tries, const std::string& error);
void try_again(Transaction& tx, std::int64_t mail, int tries, const std::string& error, Time next_try_at);
/// A failed or kept mail becomes pending with all its tries; false for any other.
bool send_again(Transaction& tx, std::int64_t mail, Time now);

/// Without the bodies, newest first.
std::vector<StoredMail> list(Reader& reader, const Wanted& wanted);
std::optional<StoredMail> find(Reader& reader, std::int64_t mail);
std::int64_t count(Reader& reader, State state);
std::size_t delete_before(Transaction& tx, Time created_before);

} // namespace hurtrock::mail::repository
