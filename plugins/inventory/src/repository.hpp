#pragma once
/// The only SQL of inventory besides locks.cpp.

#include "types.hpp"

namespace hurtrock::inventory::repository
{

std::vector<Level> levels(Reader& reader, const std::vector<VariantId>& variants);
std::vector<Reservation> reservations(Reader& reader, std::string_view holder);

std::unordered_map<std::string, std::vector<shop::HeldStock>> held(Reader& reader,
                                                                   const std::vector<std::string>& holders);
/// Makes levels of nothing for variants that have none, so that they can be waited for.
void make_levels(Transaction& tx, const std::vector<std::int64_t>& variants);

/// Each answers the levels it changed, after the change; a level it could not change is missing from the answer. The
/// caller holds the locks.
std::vector<Level> hold(Transaction& tx, std::string_view holder, const std::vector<shop::StockLine>& lines,
                        Time expires_at, Time now);
std::vector<Level> sell(Transaction& tx, std::string_view holder, Time now);
std::vector<Level> release(Transaction& tx, std::string_view holder, std::string_view reason, Time now);
std::vector<Level> give_back(Transaction& tx, std::string_view holder, std::string_view actor, Time now);
void keep(Transaction& tx, std::string_view holder, Time now);

/// Gives what is free of these variants to those who wait, oldest first.
struct Allocated {
    std::vector<Level> levels;
    std::vector<Allocation> given;
};
Allocated allocate(Transaction& tx, const std::vector<std::int64_t>& variants, Time now);

/// Changes what a holder has of a variant, and the level with it.
struct Adjustment {
    std::string_view holder;
    VariantId variant{};
    /// Held or sold: which count of the level moves.
    ReservationState state{ReservationState::held};
    std::int64_t allotted{0}, waiting{0};
    std::string_view actor;
};
Level adjust(Transaction& tx, const Adjustment& change, Time now);
/// Nothing when so many were not sold to the holder, or came back already.
std::optional<Level> take_back(Transaction& tx, std::string_view holder, VariantId variant, std::int64_t quantity,
                               bool restock, std::string_view actor, Time now);
bool replace(Transaction& tx, std::string_view holder, VariantId variant, std::int64_t quantity, Time now);

void mark_low(Transaction& tx, VariantId variant, bool low);
void set_minimum(Transaction& tx, VariantId variant, std::optional<std::int64_t> minimum);

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
/// In order of variant id; with the shop's threshold only those at or below theirs, the scarcest first.
LevelPage page(Reader& reader, std::optional<std::int64_t> low_threshold, std::int64_t limit, std::int64_t offset);
std::int64_t count_low(Reader& reader, std::int64_t threshold);
/// Oldest first.
std::vector<Waiting> waiting(Reader& reader, VariantId variant, std::int64_t limit);
/// How many each of these variants is waited for; those nobody waits for are left out.
std::unordered_map<VariantId, std::int64_t> waited_for(Reader& reader, const std::vector<VariantId>& variants);
std::vector<Movement> movements(Reader& reader, VariantId variant, std::int64_t limit);

} // namespace hurtrock::inventory::repository
