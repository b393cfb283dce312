/// The rules of sales that change after they were made: other quantities, returns, losses; and of the low-stock minimum.
#include "locks.hpp"
#include "repository.hpp"
#include "service.hpp"

#include <algorithm>

namespace hurtrock::inventory
{
namespace
{

std::vector<Level> one(const Level& level)
{
    return std::vector<Level>(1, level);
}

Problem not_sold(std::int64_t quantity)
{
    return {.code = "inventory.not_sold", .arguments = {{"quantity", quantity}}, .status = 409};
}

} // namespace

std::unordered_map<std::string, std::vector<shop::HeldStock>>
InventoryService::held(Reader& reader, const std::vector<std::string>& holders)
{
    if (holders.empty()) return {};
    return repository::held(reader, holders);
}

void InventoryService::lock(Transaction& tx, std::string_view holder)
{
    locks::levels_of_holder(tx, holder);
}

void InventoryService::keep(Transaction& tx, std::string_view holder)
{
    repository::keep(tx, holder, clock_.now());
}

Result<Done> InventoryService::resize(Transaction& tx, std::string_view holder, const shop::StockLine& line,
                                      std::string_view actor)
{
    if (line.quantity < 0) return Problem{.code = "inventory.quantity", .arguments = {{"quantity", line.quantity}}};
    repository::make_levels(tx, {line.variant.value});
    locks::levels(tx, {line.variant.value});
    Reservation before{line.variant, 0, ReservationState::held, 0};
    for (const auto& reservation : repository::reservations(tx, holder)) {
        before.state = reservation.state;
        if (reservation.variant != line.variant) continue;
        before = reservation;
        break;
    }
    if (before.state != ReservationState::held && before.state != ReservationState::sold)
        return Problem{.code = "inventory.no_reservation", .status = 409};

    repository::Adjustment change{.holder = holder, .variant = line.variant, .state = before.state, .actor = actor};
    const auto more = line.quantity - before.quantity - before.waiting;
    if (more > 0) {
        const auto level = repository::levels(tx, {line.variant}).front();
        change.allotted = std::clamp<std::int64_t>(level.available(), 0, more);
        change.waiting = more - change.allotted;
        if (change.waiting > line.later)
            return shortage(tx, std::vector<shop::StockLine>(1, {line.variant, more, 0}), {});
    } else {
        change.waiting = -std::min(before.waiting, -more);
        change.allotted = more - change.waiting;
    }
    if (change.allotted == 0 && change.waiting == 0) return Done{};
    return hand_out(tx, one(repository::adjust(tx, change, clock_.now())));
}

Result<Done> InventoryService::take_back(Transaction& tx, std::string_view holder, VariantId variant,
                                         std::int64_t quantity, bool restock, std::string_view actor)
{
    locks::levels(tx, {variant.value});
    const auto level = repository::take_back(tx, holder, variant, quantity, restock, actor, clock_.now());
    if (!level) return not_sold(quantity);
    return restock ? hand_out(tx, one(*level)) : Result<Done>{Done{}};
}

Result<Done> InventoryService::replace(Transaction& tx, std::string_view holder, VariantId variant,
                                       std::int64_t quantity, std::string_view)
{
    locks::levels(tx, {variant.value});
    if (!repository::replace(tx, holder, variant, quantity, clock_.now())) return not_sold(quantity);
    return hand_out(tx, repository::levels(tx, {variant}));
}

Result<Done> InventoryService::set_minimum(Transaction& tx, VariantId variant, std::optional<std::int64_t> minimum)
{
    repository::make_levels(tx, {variant.value});
    locks::levels(tx, {variant.value});
    repository::set_minimum(tx, variant, minimum);
    return tell_low(tx, repository::levels(tx, {variant}).front());
}

} // namespace hurtrock::inventory
