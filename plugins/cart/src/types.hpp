#pragma once
/// What the cart talks about besides the SDK's CartView.

#include <hurtrock/shop/cart.hpp>

namespace hurtrock::cart {

/// Mirrored by the CHECK on cart.lines.
inline constexpr std::int64_t quantity_max = 99;

/// Codes a cart holds at most.
inline constexpr std::int64_t coupons_max = 5;
/// How long a line that was taken out can be put back.
inline constexpr std::chrono::minutes undo_time{10};

/// Where a line is; mirrored by the CHECK on cart.lines.
enum class Place { cart, saved, removed };

constexpr std::string_view name_of(Place place) noexcept
{
    switch (place) {
    case Place::cart:
        return "cart";
    case Place::saved:
        return "saved";
    case Place::removed:
        return "removed";
    }
    return "";
}

struct StoredLine {
    std::int64_t id{0};
    VariantId variant{};
    std::int64_t quantity{0};
    Money price{};
    Place place{Place::cart};
};

struct StoredCart {
    CartId id{};
    std::int64_t revision{0};
    std::vector<StoredLine> lines;
    std::vector<std::string> coupons;
};

/// How many of a variant a line may hold.
constexpr std::int64_t line_limit(std::int64_t available) noexcept
{
    return available < 0 ? 0 : available < quantity_max ? available : quantity_max;
}

/// A code as carts keep it: without spaces, in capital letters; empty for what cannot be a code.
inline std::string normalised_code(std::string_view typed)
{
    std::string code;
    for (const char letter : typed) {
        if (letter == ' ') continue;
        if (static_cast<unsigned char>(letter) < ' ' || static_cast<unsigned char>(letter) > '~') return {};
        code += letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
    }
    return code.size() <= 40 ? code : std::string{};
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
