#include "document.hpp"
#include "hours.hpp"
#include "sitemap.hpp"

#include <gtest/gtest.h>

namespace hurtrock::store {
namespace {

TEST(Hours, AreReadAsPeopleWriteThem)
{
    const std::vector<OpeningHours> expected{{"Senin-Jumat", "09.30-18.00"}, {"Sabtu", "09.30-17.00"}, {"Minggu", "tutup"}};
    EXPECT_EQ(parse_hours("Senin-Jumat 09.30-18.00\nSabtu 09.30-17.00\r\nMinggu tutup\n"), expected);
    EXPECT_EQ(parse_hours("Mon to Fri 9:30 am - 6 pm"), (std::vector<OpeningHours>{{"Mon to Fri", "9:30 am - 6 pm"}}));
    EXPECT_EQ(parse_hours("Sabtu dan Minggu: tutup, kecuali janji"),
              (std::vector<OpeningHours>{{"Sabtu dan Minggu", "tutup, kecuali janji"}}));
    EXPECT_EQ(parse_hours("Libur"), (std::vector<OpeningHours>{{"Libur", ""}}));
    EXPECT_TRUE(parse_hours("\n  \n").empty());
}

TEST(Document, HasAHeadAndABody)
{
    const auto document = parse_document("title: Return policy\nupdated: 2026-11-21\n\n## Seven days\n\nText");
    ASSERT_TRUE(document);
    EXPECT_EQ(document->title, "Return policy");
    EXPECT_EQ(document->updated_at, "2026-11-21T00:00:00Z");
    EXPECT_EQ(document->markdown, "## Seven days\n\nText");
    EXPECT_FALSE(parse_document("")) << "a file that is not there";
    EXPECT_FALSE(parse_document("updated: 2026-11-21\n\nText"));
}

TEST(Document, IsFilledFromTheProfile)
{
    const Value profile{{"name", "Hurtrock"}, {"address", "Jl *Gegerkalong* <b>22</b>"}, {"hours", Value::list()}};
    EXPECT_EQ(fill_in("At %(name)s, %(name)s.", profile), "At Hurtrock, Hurtrock.");
    EXPECT_EQ(fill_in("%(address)s", profile), "Jl \\*Gegerkalong\\* \\<b\\>22\\</b\\>") << "the profile cannot become markup";
    EXPECT_EQ(fill_in("%(unknown)s %(hours)s 50% (off)", profile), "%(unknown)s %(hours)s 50% (off)");
    EXPECT_EQ(fill_in("%(name", profile), "%(name");
}

TEST(Sitemap, NamesEveryLanguageOfAnEntry)
{
    const auto xml = sitemap_xml("https://shop.example", {{{{"id", "/products/gitar-x"}, {"en", "/products/guitar-x"}}, {}}, {{{"id", "/"}, {"en", "/"}}, {}}});
    EXPECT_NE(xml.find("<loc>https://shop.example/products/gitar-x</loc>"), std::string::npos);
    EXPECT_NE(xml.find("<loc>https://shop.example/en/products/guitar-x</loc>"), std::string::npos);
    EXPECT_NE(xml.find("<loc>https://shop.example/en</loc>"), std::string::npos);
    std::size_t links = 0;
    for (auto at = xml.find("<xhtml:link"); at != std::string::npos; at = xml.find("<xhtml:link", at + 1)) ++links;
    EXPECT_EQ(links, 8u) << "two languages, each naming both, for two entries";
    EXPECT_EQ(xml.find("lastmod"), std::string::npos) << "a time that is not known is not told";
}

TEST(Sitemap, EscapesAddresses)
{
    const auto xml = sitemap_xml("https://shop.example", {{{{"id", "/products?a=1&b='<2>'"}}, {}}});
    EXPECT_NE(xml.find("/products?a=1&amp;b=&apos;&lt;2&gt;&apos;"), std::string::npos);
}

TEST(Sitemap, IndexesItsPages)
{
    const auto xml = sitemap_index_xml("https://shop.example", 2);
    EXPECT_NE(xml.find("https://shop.example/sitemap.xml?page=2"), std::string::npos);
    EXPECT_EQ(xml.find("page=3"), std::string::npos);
}

TEST(Robots, KeepsPersonalPagesOutInBothLanguages)
{
    const auto text = robots_txt("https://shop.example");
    for (const auto* line : {"Disallow: /admin\n", "Disallow: /cart\n", "Disallow: /en/checkout\n", "Disallow: /en/login\n",
                             "Sitemap: https://shop.example/sitemap.xml\n"})
        EXPECT_NE(text.find(line), std::string::npos) << line;
    EXPECT_EQ(text.find("Disallow: /\n"), std::string::npos);
}

} // namespace
} // namespace hurtrock::store
