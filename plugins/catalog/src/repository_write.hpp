#pragma once
/// The catalog's SQL: writing. Each function is one statement unless it says otherwise.

#include "types.hpp"

namespace hurtrock::catalog::repository {

/// Serialises writers of one product or of the category tree until the transaction ends.
void lock_product(Transaction& tx, ProductId id);
void lock_categories(Transaction& tx);

/// The brand's id, made when there is none of that name; 0 for an empty name. `slug` is for a new one.
std::int64_t ensure_brand(Transaction& tx, std::string_view name, std::string_view slug);

/// Which of these slugs another product uses now; empty when all are free. Former slugs of others may be taken over.
std::string slug_in_use(Reader& reader, ProductId self, const Localised& slug);
/// Which of these SKUs another product has; empty when all are free.
std::string sku_in_use(Reader& reader, ProductId self, const std::vector<std::string>& skus);

ProductId insert_product(Transaction& tx, const ProductDraft& draft, std::int64_t brand,
                         std::optional<Time> created_at);
void update_product(Transaction& tx, ProductId id, const ProductDraft& draft, std::int64_t brand);
/// Makes these the current slugs; earlier ones stay and lead here. Two statements.
void put_slugs(Transaction& tx, ProductId id, const Localised& slug);
/// Replaces options and their values. Three statements. Variants' choices go with them: put them back afterwards.
void put_options(Transaction& tx, ProductId id, const std::vector<Option>& options);
/// Replaces the variants: those with an id are changed, the others made, missing ones deleted. Answers the ids in the
/// draft's order. Four statements.
std::vector<std::int64_t> put_variants(Transaction& tx, ProductId id, const std::vector<Variant>& variants);
/// Replaces specifications (two statements) and pictures (two statements; variant_ids as put_variants answered).
void put_specifications(Transaction& tx, ProductId id, const std::vector<Specification>& specifications);
void put_pictures(Transaction& tx, ProductId id, const std::vector<ProductPicture>& pictures,
                  const std::vector<std::int64_t>& variant_ids);
/// Answers false when there is no such product.
bool set_active(Transaction& tx, ProductId id, bool active);
bool delete_product(Transaction& tx, ProductId id);

/// Makes the search rows of these products anew.
void refresh_search(Transaction& tx, const std::vector<std::int64_t>& products);
/// Products below a category, for refresh_search after it was renamed or moved.
std::vector<std::int64_t> products_below(Reader& reader, std::int64_t category);
/// Remembers what can be bought of some variants and brings the search rows of their products up to date. Two
/// statements.
/// True when lists show it: a product's sum crossed zero, or is or was below `shown_below`.
bool put_stock(Transaction& tx, const std::vector<std::int64_t>& variants, const std::vector<std::int64_t>& available,
               std::int64_t shown_below);

std::string category_slug_in_use(Reader& reader, std::int64_t self, const Localised& slug);
bool category_key_in_use(Reader& reader, std::int64_t self, std::string_view key);
std::int64_t insert_category(Transaction& tx, const CategoryDraft& draft);
void update_category(Transaction& tx, std::int64_t id, const CategoryDraft& draft);
/// Two statements.
void put_category_slugs(Transaction& tx, std::int64_t id, const Localised& slug);

} // namespace hurtrock::catalog::repository
