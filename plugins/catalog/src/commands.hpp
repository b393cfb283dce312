#pragma once
/// `hurtrock import`, `hurtrock export` and the catalog's part of `hurtrock seed demo`.

#include "service.hpp"

namespace hurtrock::catalog {

void add_commands(Host& host, CatalogService& service);

} // namespace hurtrock::catalog
