#pragma once
/// Ids. Inside the database an id is a bigint; each kind has its own type, so that a variant's id cannot be passed where an
/// order's is meant. Addresses and APIs use public ids: 22 characters of base62, unguessable, from Random::public_id().

#include <hurtrock/export.hpp>

#include <compare>
#include <cstdint>
#include <functional>
#include <string>

namespace hurtrock {

template <class Tag>
struct Id {
    std::int64_t value{0};
    explicit operator bool() const noexcept { return value != 0; }
    friend auto operator<=>(const Id&, const Id&) = default;
};

using UserId = Id<struct UserTag>;
using ProductId = Id<struct ProductTag>;
using VariantId = Id<struct VariantTag>;
using CartId = Id<struct CartTag>;
using OrderId = Id<struct OrderTag>;
using PaymentId = Id<struct PaymentTag>;

/// 131 random bits from the operating system as 22 characters of [0-9A-Za-z]. Thread-safe.
HURTROCK_API std::string make_public_id();

} // namespace hurtrock

template <class Tag>
struct std::hash<hurtrock::Id<Tag>> {
    std::size_t operator()(hurtrock::Id<Tag> id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
