#include "service.hpp"

#include "locks.hpp"
#include "repository.hpp"

#include <hurtrock/shop/events.hpp>

#include <stdexcept>

namespace hurtrock::inventory
{
namespace
{

/// How long after its end a reservation is nobody's any more, and how many holders one run of the job frees.
constexpr std::chrono::hours abandoned_after{24};
constexpr std::int64_t abandoned_batch = 200;

bool holds(const std::vector<Reservation>& reservations, const std::vector<shop::StockLine>& lines)
{
    if (reservations.size() != lines.size()) return false;
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (reservations[i].variant != lines[i].variant || reservations[i].quantity + reservations[i].waiting != lines[i].quantity ||
            reservations[i].state != ReservationState::held)
            return false;
    return true;
}

} // namespace

Result<Done> InventoryService::announce(Transaction& tx, const std::vector<Level>& levels)
{
    for (const auto& level : levels) {
        if (auto heard = tx.raise(shop::StockChanged{level.variant, level.available()}); !heard) return heard;
        if (auto told = tell_low(tx, level); !told) return told;
    }
    return Done{};
}

std::int64_t InventoryService::minimum_of(const Level& level) const
{
    return level.minimum.value_or(host_.settings().integer("low_stock_threshold"));
}

/// Once when it crosses the minimum, and again only after it was above it.
Result<Done> InventoryService::tell_low(Transaction& tx, const Level& level)
{
    const auto minimum = minimum_of(level);
    const bool low = level.available() <= minimum;
    if (low == level.low) return Done{};
    repository::mark_low(tx, level.variant, low);
    if (!low) return Done{};
    return tx.raise(shop::StockLow{level.variant, level.available(), minimum});
}

/// For changes that nobody may veto: stock that comes back is back.
void InventoryService::announce_or_throw(Transaction& tx, const std::vector<Level>& levels)
{
    if (auto heard = announce(tx, levels); !heard)
        throw std::runtime_error{"a listener refused returning stock: " + heard.problem().code};
}

Result<Done> InventoryService::hand_out(Transaction& tx, const std::vector<Level>& freed)
{
    std::vector<std::int64_t> variants;
    for (const auto& level : freed)
        if (level.available() > 0) variants.push_back(level.variant.value);
    if (variants.empty()) return announce(tx, freed);
    const auto allocated = repository::allocate(tx, variants, clock_.now());
    auto levels = freed;
    for (const auto& changed : allocated.levels)
        for (auto& level : levels)
            if (level.variant == changed.variant) level = changed;
    for (const auto& given : allocated.given)
        if (auto heard = tx.raise(shop::StockAllocated{given.variant, given.holder, given.quantity}); !heard)
            return heard;
    return announce(tx, levels);
}

void InventoryService::hand_out_or_throw(Transaction& tx, const std::vector<Level>& freed)
{
    if (auto heard = hand_out(tx, freed); !heard)
        throw std::runtime_error{"a listener refused returning stock: " + heard.problem().code};
}

std::unordered_map<VariantId, std::int64_t> InventoryService::available(Reader& reader,
                                                                        const std::vector<VariantId>& ids)
{
    std::unordered_map<VariantId, std::int64_t> found;
    for (const auto id : ids)
        found.emplace(id, 0);
    if (found.empty()) return found;
    for (const auto& level : repository::levels(reader, ids))
        found[level.variant] = level.available();
    return found;
}

std::unordered_map<VariantId, std::int64_t> InventoryService::on_hand(Reader& reader, const std::vector<VariantId>& ids)
{
    std::unordered_map<VariantId, std::int64_t> found;
    for (const auto id : ids)
        found.emplace(id, 0);
    if (found.empty()) return found;
    for (const auto& level : repository::levels(reader, ids))
        found[level.variant] = level.on_hand;
    return found;
}

Result<Done> InventoryService::reserve(Transaction& tx, std::string_view holder, std::vector<shop::StockLine> lines,
                                       Time expires_at)
{
    lines = in_lock_order(std::move(lines));
    std::vector<std::int64_t> variants, awaited;
    for (const auto& line : lines) {
        if (line.quantity <= 0 || line.later < 0 || line.later > line.quantity)
            return Problem{.code = "inventory.quantity", .arguments = {{"quantity", line.quantity}}};
        variants.push_back(line.variant.value);
        if (line.later > 0) awaited.push_back(line.variant.value);
    }
    if (!awaited.empty()) repository::make_levels(tx, awaited);
    locks::levels(tx, variants);

    if (const auto existing = repository::reservations(tx, holder); !existing.empty()) {
        if (holds(existing, lines)) return Done{};
        return Problem{.code = "inventory.holder_taken", .status = 409};
    }
    const auto held = repository::hold(tx, holder, lines, expires_at, clock_.now());
    if (held.size() != lines.size()) return shortage(tx, lines, held);
    return announce(tx, held);
}

/// Names the lines that the statement could not change; the levels of those are as they were.
Problem InventoryService::shortage(Reader& reader, const std::vector<shop::StockLine>& lines,
                                   const std::vector<Level>& changed)
{
    std::vector<VariantId> ids;
    for (const auto& line : lines)
        ids.push_back(line.variant);
    for (const auto& level : changed)
        std::erase(ids, level.variant);
    auto left = available(reader, ids);

    Problem problem{.code = "inventory.short", .status = 409};
    for (const auto& line : lines)
        if (left.contains(line.variant))
            problem.details.push_back({.code = "inventory.short",
                                       .field = "variant-" + std::to_string(line.variant.value),
                                       .arguments = {{"variant", line.variant.value},
                                                     {"wanted", line.quantity},
                                                     {"available", left[line.variant]}},
                                       .status = 409});
    return problem;
}

Result<Done> InventoryService::commit(Transaction& tx, std::string_view holder)
{
    locks::levels_of_holder(tx, holder);
    const auto reservations = repository::reservations(tx, holder);
    if (reservations.empty()) return Problem{.code = "inventory.no_reservation", .status = 409};

    std::vector<shop::StockLine> wanted;
    for (const auto& reservation : reservations) {
        if (reservation.state == ReservationState::returned)
            return Problem{.code = "inventory.returned", .status = 409};
        if (reservation.state != ReservationState::sold) wanted.push_back({reservation.variant, reservation.quantity});
    }
    if (wanted.empty()) return Done{};

    const auto sold = repository::sell(tx, holder, clock_.now());
    if (sold.size() != wanted.size()) return shortage(tx, wanted, sold);
    return announce(tx, sold);
}

void InventoryService::release(Transaction& tx, std::string_view holder)
{
    locks::levels_of_holder(tx, holder);
    hand_out_or_throw(tx, repository::release(tx, holder, "released", clock_.now()));
}

void InventoryService::give_back(Transaction& tx, std::string_view holder, std::string_view actor)
{
    locks::levels_of_holder(tx, holder);
    hand_out_or_throw(tx, repository::give_back(tx, holder, actor, clock_.now()));
}

Result<Done> InventoryService::set_on_hand(Transaction& tx, VariantId variant, std::int64_t on_hand,
                                           std::string_view reason, std::string_view actor)
{
    return set(tx, variant, std::nullopt, on_hand, reason, actor);
}

Result<Done> InventoryService::count(Transaction& tx, VariantId variant, std::int64_t expected, std::int64_t on_hand,
                                     std::string_view reason, std::string_view actor)
{
    return set(tx, variant, expected, on_hand, reason, actor);
}

Result<Done> InventoryService::set(Transaction& tx, VariantId variant, std::optional<std::int64_t> expected,
                                   std::int64_t on_hand, std::string_view reason, std::string_view actor)
{
    if (on_hand < 0) return Problem{.code = "inventory.negative", .field = "on_hand"};
    const auto counted = repository::count(tx, variant, expected, on_hand, reason, actor, clock_.now());
    if (counted) return hand_out(tx, std::vector<Level>(1, *counted));

    const auto now = repository::levels(tx, {variant}).front();
    if (expected && now.on_hand != *expected)
        return Problem{.code = "inventory.changed_meanwhile",
                       .field = "on_hand",
                       .arguments = {{"on_hand", now.on_hand}, {"expected", *expected}},
                       .status = 409};
    return Problem{.code = "inventory.below_reserved", .field = "on_hand", .arguments = {{"reserved", now.reserved}}};
}

Result<Done> InventoryService::release_abandoned()
{
    for (const auto& holder : repository::holders_expired(database_, clock_.now() - abandoned_after, abandoned_batch)) {
        auto freed = database_.transaction("inventory.release_abandoned", [&](Transaction& tx) -> Result<Done> {
            locks::levels_of_holder(tx, holder);
            return hand_out(tx, repository::release(tx, holder, "abandoned", clock_.now()));
        });
        if (!freed) return freed;
    }
    return Done{};
}

} // namespace hurtrock::inventory
