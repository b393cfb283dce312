#include "sitemap.hpp"

namespace hurtrock::store {
namespace {

constexpr std::string_view head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// Nothing to find for a search engine: personal pages, and lists that repeat others.
constexpr std::string_view private_paths[] = {"/cart",   "/checkout", "/orders",  "/profile", "/login", "/logout",
                                              "/register", "/forgot", "/reset", "/confirm", "/search"};

std::string escaped(std::string_view text)
{
    std::string xml;
    for (const char letter : text) {
        switch (letter) {
        case '&': xml += "&amp;"; break;
        case '<': xml += "&lt;"; break;
        case '>': xml += "&gt;"; break;
        case '"': xml += "&quot;"; break;
        case '\'': xml += "&apos;"; break;
        default: xml += letter;
        }
    }
    return xml;
}

std::string address(std::string_view origin, std::string_view locale, std::string_view path)
{
    std::string url{origin};
    if (locale == "en") url += "/en";
    if (locale != "en" || path != "/") url += path;
    return escaped(url);
}

void add_entry(std::string& xml, std::string_view origin, const shop::SitemapEntry& entry)
{
    std::string links;
    for (const auto& [locale, path] : entry.paths.entries())
        links += "<xhtml:link rel=\"alternate\" hreflang=\"" + escaped(locale) + "\" href=\"" + address(origin, locale, path.text()) + "\"/>";
    const auto changed = entry.changed_at == Time{} ? std::string{} : "<lastmod>" + to_rfc3339(entry.changed_at) + "</lastmod>";
    for (const auto& [locale, path] : entry.paths.entries())
        xml += "<url><loc>" + address(origin, locale, path.text()) + "</loc>" + changed + links + "</url>\n";
}

} // namespace

std::string sitemap_xml(std::string_view origin, const std::vector<shop::SitemapEntry>& entries)
{
    std::string xml{head};
    xml += "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n";
    for (const auto& entry : entries) add_entry(xml, origin, entry);
    return xml + "</urlset>\n";
}

std::string sitemap_index_xml(std::string_view origin, std::int64_t pages)
{
    std::string xml{head};
    xml += "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
    for (std::int64_t page = 1; page <= pages; ++page)
        xml += "<sitemap><loc>" + escaped(origin) + "/sitemap.xml?page=" + std::to_string(page) + "</loc></sitemap>\n";
    return xml + "</sitemapindex>\n";
}

std::string robots_txt(std::string_view origin)
{
    std::string text = "User-agent: *\nDisallow: /admin\nDisallow: /api/\n";
    for (const auto path : private_paths)
        for (const std::string_view prefix : {"", "/en"}) text.append("Disallow: ").append(prefix).append(path).append("\n");
    return text.append("\nSitemap: ").append(origin).append("/sitemap.xml\n");
}

} // namespace hurtrock::store
