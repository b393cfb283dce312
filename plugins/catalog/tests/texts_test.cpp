#include "texts.hpp"

#include <gtest/gtest.h>

namespace hurtrock::catalog {
namespace {

TEST(Slug, IsMadeOfLatinLettersAndDigits)
{
    EXPECT_EQ(slug_of("Gitar Élite  25.5\" — Œuvre Łódź"), "gitar-elite-25-5-ouvre-lodz");
    EXPECT_EQ(slug_of("Ibanez TMB100-BK, Black"), "ibanez-tmb100-bk-black");
    EXPECT_EQ(slug_of("ギター"), "");
    EXPECT_EQ(slug_of(std::string(400, 'a')).size(), slug_bytes_max);
}

TEST(Slug, KnowsItsOwnShape)
{
    for (const auto* good : {"a", "gitar-1", "25-5"})
        EXPECT_TRUE(is_slug(good)) << good;
    for (const auto* bad : {"", "-a", "a-", "a--b", "A", "a b", "é", "a/b"})
        EXPECT_FALSE(is_slug(bad)) << bad;
}

TEST(Sku, KeepsWhatMakersWrite)
{
    EXPECT_EQ(sku_of(" gsr180-bem "), "GSR180-BEM");
    EXPECT_EQ(sku_of("Debut Stratocaster"), "DEBUT-STRATOCASTER");
    EXPECT_EQ(sku_of("--(x)--"), "X");
    EXPECT_FALSE(is_sku("abc"));
    EXPECT_FALSE(is_sku("-A"));
    EXPECT_TRUE(is_sku("A/B.1_2-3"));
}

TEST(WholeNumber, TakesGroupsOfThreeOnly)
{
    EXPECT_EQ(whole_number("2500000"), 2'500'000);
    EXPECT_EQ(whole_number("Rp 2.500.000"), 2'500'000);
    for (const auto* bad : {"", "12.50", "2.5", "1,000", "-3", "1e6", "1.0000", ".5", "1234.567", "9999999999999999"})
        EXPECT_FALSE(whole_number(bad)) << bad;
}

TEST(MarkdownOfPlain, TurnsSpecificationLinesIntoAList)
{
    EXPECT_EQ(markdown_of_plain("Bass hebat.\n\nSpek:\nFrets: 20 Medium\nHardware: Chrome\n\nGaransi resmi."),
              "Bass hebat.\n\n### Spek\n\n- **Frets:** 20 Medium\n- **Hardware:** Chrome\n\nGaransi resmi.");
    EXPECT_EQ(markdown_of_plain("Isi:\n• Pick\n• Tali"), "Isi:\n\n- Pick\n- Tali");
}

TEST(MarkdownOfPlain, LeavesItsOwnOutputAlone)
{
    for (const auto* text :
         {"Halo.\n\nSpek:\nBody: Alder\nNeck: Maple", "a\n\n- b\n- c\n\nd", "### Spek\n\n- **Body:** Alder"}) {
        const auto once = markdown_of_plain(text);
        EXPECT_EQ(markdown_of_plain(once), once);
    }
}

TEST(Excerpt, EndsBetweenWordsOfTheFirstParagraph)
{
    EXPECT_EQ(excerpt("## Judul\n\nTiga **single coil** dan\nvibrato.\n\nLain.", 100), "Tiga single coil dan vibrato.");
    EXPECT_EQ(excerpt("satu dua tiga", 9), "satu dua…");
    EXPECT_EQ(excerpt("Satu dua. Tiga empat lima.", 20), "Satu dua.") << "whole sentences, when one fits";
}

TEST(Utf8, FindsTheFirstBadByte)
{
    EXPECT_FALSE(first_invalid_utf8("gitar é ギ 🎸"));
    EXPECT_EQ(first_invalid_utf8("ab\xC0\x80"), 2U);
    EXPECT_EQ(first_invalid_utf8("\xED\xA0\x80"), 0U);
    EXPECT_EQ(first_invalid_utf8("a\xE2\x82"), 1U);
}

TEST(Nearest, SuggestsOnlyWhatIsNear)
{
    const std::array<std::string_view, 3> names{"price_idr", "weight_g", "is_active"};
    EXPECT_EQ(nearest("price_id", names), "price_idr");
    EXPECT_EQ(nearest("colour_of_the_case", names), "");
}

TEST(Swatch, MapsFinishesToNamesOfThemes)
{
    EXPECT_EQ(swatch_of("seafoam"), "green");
    EXPECT_EQ(swatch_of("Hitam"), "black");
    EXPECT_EQ(swatch_of("sunburst"), "sunburst");
    EXPECT_EQ(swatch_of("0942"), "");
    for (const auto swatch : swatches())
        EXPECT_EQ(swatch_of(swatch), swatch);
}

} // namespace
} // namespace hurtrock::catalog
