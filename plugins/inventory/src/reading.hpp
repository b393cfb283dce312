#pragma once
/// From a row with a level's columns to a Level, for both files that speak SQL.

#include "types.hpp"

namespace hurtrock::inventory
{

Level read_level(const Row& row);

} // namespace hurtrock::inventory
