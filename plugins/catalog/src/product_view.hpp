#pragma once
/// One product's page.

#include "cards.hpp"
#include "service.hpp"

namespace hurtrock::catalog {

/// Index of the variant an address chooses by its SKU, else of the first that is in stock, else of the first active
/// one; nullopt when no variant is active.
std::optional<std::size_t> chosen_variant(const ProductDraft& draft, const std::vector<std::int64_t>& available,
                                          std::string_view sku);

/// The variables of catalog/product.html.
Value product_page(CatalogService& service, const Request& request, const Product& product,
                   const std::vector<std::int64_t>& available, std::size_t chosen);

/// schema.org Product, safe inside a script element.
Value json_ld(Host& host, const Request& request, const Product& product, const std::vector<std::int64_t>& available);

} // namespace hurtrock::catalog
