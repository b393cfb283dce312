#pragma once
/// The only SQL of bank-transfer.

#include <hurtrock/database.hpp>

namespace hurtrock::bank_transfer::repository
{

/// The code this attempt already has.
std::optional<std::int64_t> find(Reader& reader, std::string_view attempt_id);
/// Takes the first of these codes whose amount (base + code) is nobody's; nullopt when none is free. The attempt keeps
/// a code it already has.
std::optional<std::int64_t> take(Transaction& tx, std::string_view attempt_id, Money base,
                                 const std::vector<std::int64_t>& codes, Time free_after);
void free_old(Transaction& tx, Time now);

} // namespace hurtrock::bank_transfer::repository
