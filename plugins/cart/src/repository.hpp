#pragma once
/// The only SQL of the cart.

#include "types.hpp"

namespace hurtrock::cart::repository {

/// The owner's cart with its lines, oldest first; nullopt when there is none. One statement.
std::optional<StoredCart> find(Reader& reader, const shop::CartOwner& owner, Time now);
/// Locks the owner's cart row; nullopt when there is none.
std::optional<shop::CartStamp> lock(Transaction& tx, const shop::CartOwner& owner);
/// Locks the owner's cart, making it when there is none, and raises its revision. Precondition: the owner is someone.
CartId ensure(Transaction& tx, const shop::CartOwner& owner, Time now);
/// Sum of quantities.
std::int64_t quantity(Reader& reader, const shop::CartOwner& owner);

struct LineState {
    std::int64_t lines{0};
    /// Already in the cart of this variant; 0 when it is not.
    std::int64_t quantity{0};
};
LineState line_state(Transaction& tx, CartId cart, VariantId variant, Place place = Place::cart);
/// Adds to the line or makes it, never above `limit`.
StoredLine add(Transaction& tx, CartId cart, VariantId variant, std::int64_t quantity, Money price, std::int64_t limit,
               Time now);
struct PlacedVariant {
    VariantId variant{};
    Place place{Place::cart};
};
std::optional<PlacedVariant> variant_of_line(Transaction& tx, CartId cart, std::int64_t line);
void set_quantity(Transaction& tx, CartId cart, std::int64_t line, std::int64_t quantity);
/// The line gets another id. Where that place has the variant already, the larger quantity stays. Of lines taken out
/// only the last is kept.
void move(Transaction& tx, CartId cart, std::int64_t line, Place place, Time now);
/// Puts the given quantities and the prices seen. One statement.
void accept(Transaction& tx, CartId cart, const std::vector<StoredLine>& lines);
void add_coupon(Transaction& tx, CartId cart, std::string_view code, Time now);
void remove_coupon(Transaction& tx, CartId cart, std::string_view code);
/// All but what was saved for later.
void clear(Transaction& tx, CartId cart, Time now);
/// Copies one cart's lines into another; where both have a variant the larger quantity stays. Then deletes the first.
/// Losing a line would be worse than passing the limit on lines, so that is not applied here.
void absorb(Transaction& tx, CartId from, CartId into);

void purge_removed(Transaction& tx, Time before);
std::size_t purge_guests(Transaction& tx, Time unchanged_since);

} // namespace hurtrock::cart::repository
