#pragma once
/// What inventory talks about besides the SDK's StockLine.

#include <hurtrock/shop/inventory.hpp>

namespace hurtrock::inventory
{

struct Level {
    VariantId variant{};
    std::int64_t on_hand{0};
    std::int64_t reserved{0};
    /// Where the variant has one of its own.
    std::optional<std::int64_t> minimum{};
    /// It was said that it is running out.
    bool low{false};

    std::int64_t available() const noexcept { return on_hand - reserved; }
};

enum class ReservationState { held, sold, released, returned };

struct Reservation {
    VariantId variant{};
    std::int64_t quantity{0};
    ReservationState state{ReservationState::held};
    std::int64_t waiting{0};
};

/// Units that went to somebody who waited.
struct Allocation {
    std::string holder;
    VariantId variant{};
    std::int64_t quantity{0};
};

struct Movement {
    std::int64_t on_hand_change{0};
    std::int64_t reserved_change{0};
    std::int64_t on_hand{0};
    std::string reason;
    std::string actor;
    std::string holder;
    Time at{};
};

/// A person's list of who waits for a variant.
struct Waiting {
    std::string holder;
    std::int64_t quantity{0};
    Time since{};
};

/// One line a variant, in order of variant id: the order in which rows are locked everywhere.
std::vector<shop::StockLine> in_lock_order(std::vector<shop::StockLine> lines);

} // namespace hurtrock::inventory
