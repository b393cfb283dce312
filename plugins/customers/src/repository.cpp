#include "repository.hpp"

namespace hurtrock::customers::repository {
namespace {
const Query remember_registration_query{"customers.remember_registration", R"(
    INSERT INTO customers.registrations (user_id, guest, registered_at) VALUES ($1, $2, $3::timestamptz)
        ON CONFLICT (user_id) DO UPDATE SET guest = excluded.guest, registered_at = excluded.registered_at)"};
}

void remember_registration(Transaction& tx, UserId user, std::string_view guest, Time now)
{
    tx.run(remember_registration_query, {user, guest, now});
}

namespace {
const Query registered_in_query{"customers.registered_in",
                                "SELECT 1 AS found FROM customers.registrations WHERE user_id = $1 AND guest = $2"};
}

bool registered_in(Reader& reader, UserId user, std::string_view guest)
{
    return !reader.run(registered_in_query, {user, guest}).empty();
}

namespace {
const Query forget_registration_query{"customers.forget_registration",
                                      "DELETE FROM customers.registrations WHERE user_id = $1"};
}

void forget_registration(Transaction& tx, UserId user) { tx.run(forget_registration_query, {user}); }

namespace {
/// $4 is the start of the oldest window still open, $5 the number of mails in one. The WHERE keeps a full window as it is.
const Query count_mail_query{"customers.count_mail", R"(
    INSERT INTO customers.mail_counts AS c (user_id, kind, window_started_at, sent) VALUES ($1, $2, $3::timestamptz, 1)
        ON CONFLICT (user_id, kind) DO UPDATE
       SET sent = CASE WHEN c.window_started_at <= $4::timestamptz THEN 1 ELSE c.sent + 1 END,
           window_started_at = CASE WHEN c.window_started_at <= $4::timestamptz THEN $3::timestamptz ELSE c.window_started_at END
     WHERE c.window_started_at <= $4::timestamptz OR c.sent < $5::int)"};
}

bool count_mail(Transaction& tx, UserId user, MailKind kind, Time now)
{
    return tx.run(count_mail_query, {user, name_of(kind), now, now - mail_window, mails_per_window_max}).affected() == 1;
}

namespace {
const Query purge_mail_counts_query{"customers.purge_mail_counts", R"(
    DELETE FROM customers.mail_counts WHERE ctid IN (
        SELECT ctid FROM customers.mail_counts WHERE window_started_at < $1::timestamptz LIMIT 10000))"};
const Query purge_registrations_query{"customers.purge_registrations", R"(
    DELETE FROM customers.registrations WHERE user_id IN (
        SELECT user_id FROM customers.registrations WHERE registered_at < $1::timestamptz LIMIT 10000))"};
}

void purge(Transaction& tx, Time now)
{
    tx.run(purge_mail_counts_query, {now - mail_window});
    tx.run(purge_registrations_query, {now - registration_kept});
}

} // namespace hurtrock::customers::repository
