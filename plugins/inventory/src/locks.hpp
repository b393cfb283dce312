#pragma once
/// All row locks of inventory. Each takes its rows in order of variant id, so two transactions can never wait for each
/// other here; what deadlocks can happen is a question about this file.

#include "types.hpp"

namespace hurtrock::inventory::locks
{

/// The levels of these variants.
void levels(Transaction& tx, const std::vector<std::int64_t>& variants);
/// The levels of everything a holder asked for.
void levels_of_holder(Transaction& tx, std::string_view holder);

} // namespace hurtrock::inventory::locks
