#pragma once
/// Promotions as the owner makes them.

#include <hurtrock/shop/promotions.hpp>

#include <array>

namespace hurtrock::promotions {

enum class Kind { percentage, fixed, free_shipping, buy_x_get_y };

inline constexpr std::array kinds{Kind::percentage, Kind::fixed, Kind::free_shipping, Kind::buy_x_get_y};

/// For storage and forms.
constexpr std::string_view name_of(Kind kind) noexcept
{
    switch (kind) {
    case Kind::percentage:
        return "percentage";
    case Kind::fixed:
        return "fixed";
    case Kind::free_shipping:
        return "free_shipping";
    case Kind::buy_x_get_y:
        return "buy_x_get_y";
    }
    return "";
}

enum class TargetKind { product, category, brand };

constexpr std::string_view name_of(TargetKind kind) noexcept
{
    switch (kind) {
    case TargetKind::product:
        return "product";
    case TargetKind::category:
        return "category";
    case TargetKind::brand:
        return "brand";
    }
    return "";
}

struct Target {
    TargetKind kind{TargetKind::product};
    /// The catalog's id; 0 for a brand, which goes by its name.
    std::int64_t number{0};
    /// What the owner typed or chose: a SKU, a category's name, a brand.
    std::string label;

    friend bool operator==(const Target&, const Target&) = default;
};

struct Promotion {
    std::int64_t id{0};
    std::string public_id;
    std::string name_id, name_en;
    Kind kind{Kind::percentage};
    /// Without a code.
    bool automatic{true};
    bool active{true};
    /// Of percentage; of buy_x_get_y what is taken off the units that come on top (100: free).
    std::int64_t percent{0};
    /// Of fixed.
    Money amount{};
    /// At most this much is taken off.
    std::optional<Money> max_discount{};
    std::int64_t buy_quantity{0}, get_quantity{0};
    /// What the goods it is for must come to, before discounts; and how many units of them there must be.
    Money min_spend{};
    std::int64_t min_quantity{0};
    std::optional<Time> starts_at{}, ends_at{};
    std::optional<std::int64_t> uses_max{}, uses_per_customer{};
    /// Higher comes first; among equals the older.
    std::int64_t priority{0};
    /// Once it took something off, no promotion after it does.
    bool exclusive{false};
    /// What it is for; none: the whole cart.
    std::vector<Target> targets;
    /// Counted for promotions with uses_max only.
    std::int64_t uses{0};

    const std::string& name(std::string_view locale) const
    {
        return locale == "en" && !name_en.empty() ? name_en : name_id;
    }
};

enum class State { off, scheduled, running, ended, used_up };

inline constexpr std::array states{State::running, State::scheduled, State::ended, State::used_up, State::off};

constexpr std::string_view name_of(State state) noexcept
{
    switch (state) {
    case State::off:
        return "off";
    case State::scheduled:
        return "scheduled";
    case State::running:
        return "running";
    case State::ended:
        return "ended";
    case State::used_up:
        return "used_up";
    }
    return "";
}

inline State state_of(const Promotion& promotion, Time now)
{
    if (!promotion.active) return State::off;
    if (promotion.ends_at && *promotion.ends_at <= now) return State::ended;
    if (promotion.uses_max && promotion.uses >= *promotion.uses_max) return State::used_up;
    if (promotion.starts_at && *promotion.starts_at > now) return State::scheduled;
    return State::running;
}

struct Coupon {
    std::int64_t id{0};
    std::string code;
    std::optional<std::int64_t> uses_max{};
    std::int64_t uses{0};
    Time created_at{};
};

} // namespace hurtrock::promotions
