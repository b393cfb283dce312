#pragma once
/// SQL of registrations and of mails that were sent; the address book has its own.

#include "types.hpp"

namespace hurtrock::customers::repository {

/// The newest registration of a user wins.
void remember_registration(Transaction& tx, UserId user, std::string_view guest, Time now);
bool registered_in(Reader& reader, UserId user, std::string_view guest);
void forget_registration(Transaction& tx, UserId user);

/// Counts one more mail, in one statement; false when the window's number is used up.
bool count_mail(Transaction& tx, UserId user, MailKind kind, Time now);

/// Deletes what no longer means anything. At most 10,000 rows of each table at a time.
void purge(Transaction& tx, Time now);

} // namespace hurtrock::customers::repository
