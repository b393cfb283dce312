#pragma once
/// The only SQL of inventory besides locks.cpp.

#include "types.hpp"

namespace hurtrock::inventory::repository
{

std::vector<Level> levels(Reader& reader, const std::vector<VariantId>& variants);
std::vector<Reservation> reservations(Reader& reader, std::string_view holder);

/// Each answers the levels it changed, after the change; a level it could not change is missing from the answer. The
/// caller holds the locks.
std::vector<Level> hold(Transaction& tx, std::string_view holder, const std::vector<shop::StockLine>& lines,
                        Time expires_at, Time now);
std::vector<Level> sell(Transaction& tx, std::string_view holder, Time now);
std::vector<Level> release(Transaction& tx, std::string_view holder, std::string_view reason, Time now);
std::vector<Level> give_back(Transaction& tx, std::string_view holder, std::string_view actor, Time now);

/// Makes the level if there is none. Empty when fewer than reserved are left, or when `expected` is given and another
/// number is on hand.
std::optional<Level> count(Transaction& tx, VariantId variant, std::optional<std::int64_t> expected,
                           std::int64_t on_hand, std::string_view reason, std::string_view actor, Time now);

/// Holders whose reservations ran out before a time, oldest first.
std::vector<std::string> holders_expired(Reader& reader, Time before, std::int64_t limit);

struct LevelPage {
    std::vector<Level> levels;
    std::int64_t total{0};
};
/// In order of variant id; with a threshold only those with that many available or fewer, the scarcest first.
LevelPage page(Reader& reader, std::optional<std::int64_t> low_threshold, std::int64_t limit, std::int64_t offset);
std::int64_t count_low(Reader& reader, std::int64_t threshold);
std::vector<Movement> movements(Reader& reader, VariantId variant, std::int64_t limit);

} // namespace hurtrock::inventory::repository
