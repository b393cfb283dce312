#include "shop_pages.hpp"

#include "document.hpp"
#include "sitemap.hpp"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace hurtrock::store {
namespace {

constexpr std::int64_t sitemaps_max = 100;
constexpr std::string_view sitemap_path = "/sitemap.xml";
constexpr std::string_view own_paths[] = {"/", "/products", "/store", "/returns", "/terms", "/privacy"};

/// "https://shop.example": an address without a language, less its path.
std::string origin_of(const Request& request)
{
    auto origin = request.absolute_url(sitemap_path);
    origin.resize(origin.size() - sitemap_path.size());
    return origin;
}

std::string title_of(const Request& request, std::string_view name)
{
    if (name == "returns") return request.translate("Return policy");
    if (name == "terms") return request.translate("Terms of sale");
    return request.translate("Privacy");
}

std::string read_file(const std::filesystem::path& path)
{
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

} // namespace

Response ShopPages::home(const Request& request)
{
    auto variables = Value::map();
    for (const auto* list : {"featured", "newest", "on_sale", "categories", "brands"}) variables.set(list, Value::list());
    variables.set("hero", nullptr);
    if (catalog_) variables.merge(catalog_->home_lists(host_.database(), request));
    return page("store/home.html", std::move(variables)).cache({}); // the catalog named what its lists are made from
}

Response ShopPages::info(const Request& request)
{
    const auto profile = profile_.profile(request.locale());
    return page("store/info.html", {{"map_url", profile["map_url"].empty() ? Value{} : profile["map_url"]}, {"departments", nullptr}}).cache({});
}

Response ShopPages::document(const Request& request, const std::string& name)
{
    const std::string locale{request.locale()};
    const auto profile = profile_.profile(locale);
    auto written = host_.settings().text(name + "_" + locale);
    Document document{.title = title_of(request, name), .updated_at = {}, .markdown = std::move(written)};
    if (document.markdown.empty()) {
        const auto file = std::filesystem::path{host_.folder()} / "templates/texts" / (name + "." + locale + ".md");
        auto shipped = parse_document(read_file(file));
        if (!shipped) return not_found();
        document = std::move(*shipped);
    }
    auto breadcrumbs = Value::list();
    breadcrumbs.push({{"name", document.title}, {"url", nullptr}});
    return page("store/page.html",
                {{"page", {{"title", document.title},
                           {"body_html", host_.markdown(fill_in(document.markdown, profile))},
                           {"updated_at", document.updated_at.empty() ? Value{} : Value{document.updated_at}}}},
                 {"breadcrumbs", std::move(breadcrumbs)}})
        .cache({});
}

/// How many files the catalog fills; 1 without a catalog.
std::int64_t ShopPages::sitemap_pages()
{
    std::int64_t pages = 1;
    if (!catalog_) return pages;
    while (pages < sitemaps_max && !catalog_->sitemap(host_.database(), pages * entries_per_sitemap, 1).empty()) ++pages;
    return pages;
}

std::vector<shop::SitemapEntry> ShopPages::sitemap_entries(std::int64_t page)
{
    std::vector<shop::SitemapEntry> entries;
    if (page == 1)
        for (const auto path : own_paths)
            if (path != "/products" || catalog_) entries.push_back({{{"id", path}, {"en", path}}, {}});
    if (catalog_)
        for (auto& entry : catalog_->sitemap(host_.database(), (page - 1) * entries_per_sitemap, entries_per_sitemap))
            entries.push_back(std::move(entry));
    return entries;
}

Response ShopPages::sitemap(const Request& request)
{
    const auto origin = origin_of(request);
    const auto asked = request.query("page");
    if (!asked) {
        if (const auto pages = sitemap_pages(); pages > 1) return text(sitemap_index_xml(origin, pages), "application/xml; charset=utf-8");
        return text(sitemap_xml(origin, sitemap_entries(1)), "application/xml; charset=utf-8");
    }
    std::int64_t page = 0;
    const auto [end, error] = std::from_chars(asked->data(), asked->data() + asked->size(), page);
    if (error != std::errc{} || end != asked->data() + asked->size() || page < 1 || page > sitemaps_max) return not_found();
    const auto entries = sitemap_entries(page);
    if (entries.empty()) return not_found();
    return text(sitemap_xml(origin, entries), "application/xml; charset=utf-8");
}

Response ShopPages::robots(const Request& request) { return text(robots_txt(origin_of(request))); }

} // namespace hurtrock::store
