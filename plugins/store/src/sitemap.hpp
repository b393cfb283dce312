#pragma once
/// sitemap.xml and robots.txt (sitemaps.org protocol 0.9; hreflang as in Google's extension for languages; RFC 9309).

#include <hurtrock/shop/catalog.hpp>

namespace hurtrock::store {

/// The protocol allows 50,000 addresses a file; each entry has one for every language.
inline constexpr std::int64_t entries_per_sitemap = 10'000;

/// One <url> for each language of each entry, each naming the others. `origin` is "https://shop.example".
std::string sitemap_xml(std::string_view origin, const std::vector<shop::SitemapEntry>& entries);
/// Points to `origin`/sitemap.xml?page=1 … pages.
std::string sitemap_index_xml(std::string_view origin, std::int64_t pages);
std::string robots_txt(std::string_view origin);

} // namespace hurtrock::store
