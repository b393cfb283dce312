#pragma once
/// The home page, the page about the store, its papers, and what search engines read.

#include "profile.hpp"

#include <hurtrock/shop/catalog.hpp>

namespace hurtrock::store {

class ShopPages {
public:
    ShopPages(Host& host, Profile& profile) : host_{host}, profile_{profile}, catalog_{host.services()} {}

    Response home(const Request& request);
    Response info(const Request& request);
    /// `name` is "returns", "terms" or "privacy".
    Response document(const Request& request, const std::string& name);
    Response sitemap(const Request& request);
    Response robots(const Request& request);

private:
    std::int64_t sitemap_pages();
    std::vector<shop::SitemapEntry> sitemap_entries(std::int64_t page);

    Host& host_;
    Profile& profile_;
    Service<shop::Catalog> catalog_;
};

} // namespace hurtrock::store
