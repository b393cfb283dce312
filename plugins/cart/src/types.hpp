#pragma once
/// What the cart talks about besides the SDK's CartView.

#include <hurtrock/shop/cart.hpp>

namespace hurtrock::cart
{

/// Mirrored by the CHECK on cart.lines.
inline constexpr std::int64_t quantity_max = 99;

struct StoredLine {
    std::int64_t id{0};
    VariantId variant{};
    std::int64_t quantity{0};
    Money price{};
};

struct StoredCart {
    CartId id{};
    std::int64_t revision{0};
    std::vector<StoredLine> lines;
};

/// How many of a variant a line may hold.
constexpr std::int64_t line_limit(std::int64_t available) noexcept
{
    return available < 0 ? 0 : available < quantity_max ? available : quantity_max;
}

/// What adding or setting a quantity came to.
struct LineChange {
    std::int64_t line{0};
    std::int64_t quantity{0};
    /// Fewer than asked for, because no more are there or because of the limit.
    bool clamped{false};
    std::int64_t available{0};
};

} // namespace hurtrock::cart
