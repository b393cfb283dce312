#pragma once
/// The demo shop's products, from catalog.yaml and the pictures beside it.

#include "service.hpp"

namespace hurtrock::catalog {

struct SeedCounts {
    std::int64_t categories{0}, products{0}, pictured{0}, known{0};
    /// Pictures the file names and the folder has not.
    std::int64_t pictures_missing{0};
};

/// Adds what the shop does not have yet, in one transaction; what is there (by key and slug) is the owner's and stays
/// as it is, except that a product without pictures gets the drawn ones. Problems: those of from_yaml,
/// "catalog.seed_file" {path}, "catalog.seed_reference" {product, name} for a category, option or value that the file
/// does not define, and the rules'.
Result<SeedCounts> seed_demo(CatalogService& service, const std::string& folder,
                             const std::function<void(std::int64_t done, std::int64_t total)>& progress);

} // namespace hurtrock::catalog
