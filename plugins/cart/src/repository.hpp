#pragma once
/// The only SQL of the cart.

#include "types.hpp"

namespace hurtrock::cart::repository
{

/// The owner's cart with its lines, oldest first; nullopt when there is none. One statement.
std::optional<StoredCart> find(Reader& reader, const shop::CartOwner& owner);
/// Locks the owner's cart row; nullopt when there is none.
std::optional<CartId> lock(Transaction& tx, const shop::CartOwner& owner);
/// Locks the owner's cart, making it when there is none, and raises its revision. Precondition: the owner is someone.
CartId ensure(Transaction& tx, const shop::CartOwner& owner, Time now);
/// Sum of quantities.
std::int64_t quantity(Reader& reader, const shop::CartOwner& owner);

struct LineState {
    std::int64_t lines{0};
    /// Already in the cart of this variant; 0 when it is not.
    std::int64_t quantity{0};
};
LineState line_state(Transaction& tx, CartId cart, VariantId variant);
/// Adds to the line or makes it, never above `limit`.
StoredLine add(Transaction& tx, CartId cart, VariantId variant, std::int64_t quantity, Money price, std::int64_t limit,
               Time now);
std::optional<VariantId> variant_of_line(Transaction& tx, CartId cart, std::int64_t line);
void set_quantity(Transaction& tx, CartId cart, std::int64_t line, std::int64_t quantity, Money price);
void remove(Transaction& tx, CartId cart, std::int64_t line);
void clear(Transaction& tx, CartId cart, Time now);
/// Copies one cart's lines into another; where both have a variant the larger quantity stays. Then deletes the first.
/// Losing a line would be worse than passing the limit on lines, so that is not applied here.
void absorb(Transaction& tx, CartId from, CartId into);

std::size_t purge_guests(Transaction& tx, Time unchanged_since);

} // namespace hurtrock::cart::repository
