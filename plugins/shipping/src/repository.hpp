#pragma once
/// The only SQL of shipping.

#include "types.hpp"

namespace hurtrock::shipping::repository
{

std::vector<ShippingService> list(Reader& reader, bool only_active);
std::optional<ShippingService> find(Reader& reader, std::int64_t id);
/// Throws DatabaseError (unique violation) for a code in use.
std::int64_t create(Transaction& tx, const ShippingService& service);
bool update(Transaction& tx, const ShippingService& service);
/// For demo data: leaves a code that is there alone.
void create_if_new(Transaction& tx, const ShippingService& service);

} // namespace hurtrock::shipping::repository
