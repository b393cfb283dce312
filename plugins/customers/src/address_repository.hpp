#pragma once
/// SQL of the address book.

#include "types.hpp"

#include <hurtrock/database.hpp>

namespace hurtrock::customers::repository
{

/// Until the transaction ends nobody else changes this user's book: its default and its size are rules over several rows.
void lock_book(Transaction& tx, UserId user);
/// The default first, then the newest.
std::vector<shop::SavedAddress> addresses(Reader& reader, UserId user);
void add(Transaction& tx, UserId user, std::string_view label, const shop::Address& address, bool is_default);
/// Label and address of the one with this public id; false when the user has none such. So is remove.
bool change(Transaction& tx, UserId user, const shop::SavedAddress& changed);
bool remove(Transaction& tx, UserId user, std::string_view public_id);
void move_default(Transaction& tx, UserId user, std::string_view public_id);

} // namespace hurtrock::customers::repository
