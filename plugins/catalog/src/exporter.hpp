#pragma once
/// The catalog as a CSV file that imports again without a difference.

#include "service.hpp"

namespace hurtrock::catalog {

/// Writes the file piece by piece; a few products are in memory at a time.
void export_products(CatalogService& service, const std::function<void(std::string_view piece)>& write);

} // namespace hurtrock::catalog
