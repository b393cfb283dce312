#pragma once
/// The catalog's handlers: each parses, calls the service, answers.

#include "service.hpp"

namespace hurtrock::catalog {

/// What a page about the product was made from (Response::cache).
std::vector<std::string> tags_of_product(const Product& product);

namespace shop_pages {
Response list(const Request& request, CatalogService& service);
Response category(const Request& request, CatalogService& service);
Response product(const Request& request, CatalogService& service);
Response suggest(const Request& request, CatalogService& service);
/// The layout.nav slot.
Value navigation(const Request& request, CatalogService& service);
} // namespace shop_pages

namespace api {
Response products(const Request& request, CatalogService& service);
Response product(const Request& request, CatalogService& service);
} // namespace api

namespace admin_pages {
Response products(const Request& request, CatalogService& service);
Response new_product(const Request& request, CatalogService& service);
Response create_product(const Request& request, CatalogService& service);
Response edit_product(const Request& request, CatalogService& service);
Response update_product(const Request& request, CatalogService& service);
Response add_pictures(const Request& request, CatalogService& service);
Response toggle_product(const Request& request, CatalogService& service);
Response confirm_delete(const Request& request, CatalogService& service);
Response delete_product(const Request& request, CatalogService& service);
Response categories(const Request& request, CatalogService& service);
Response new_category(const Request& request, CatalogService& service);
Response create_category(const Request& request, CatalogService& service);
Response edit_category(const Request& request, CatalogService& service);
Response update_category(const Request& request, CatalogService& service);
Response toggle_category(const Request& request, CatalogService& service);
Value widget(const Request& request, CatalogService& service);
} // namespace admin_pages

} // namespace hurtrock::catalog
