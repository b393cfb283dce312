#include "locks.hpp"

namespace hurtrock::inventory::locks
{
namespace
{

const Query lock_levels{"inventory.lock_levels", R"(
    SELECT variant_id FROM inventory.levels WHERE variant_id = ANY($1::bigint[]) ORDER BY variant_id FOR UPDATE)"};

const Query lock_levels_of_holder{"inventory.lock_levels_of_holder", R"(
    SELECT variant_id FROM inventory.levels
     WHERE variant_id IN (SELECT variant_id FROM inventory.reservations WHERE holder = $1)
     ORDER BY variant_id FOR UPDATE)"};

} // namespace

void levels(Transaction& tx, const std::vector<std::int64_t>& variants)
{
    tx.run(lock_levels, {variants});
}

void levels_of_holder(Transaction& tx, std::string_view holder)
{
    tx.run(lock_levels_of_holder, {holder});
}

} // namespace hurtrock::inventory::locks
