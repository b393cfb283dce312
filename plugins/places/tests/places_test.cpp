#include "service.hpp"
#include "words.hpp"

#include <gtest/gtest.h>

namespace hurtrock::places {
namespace {

const char* const few_areas = "# a few areas\n"
                              "31\tDaerah Khusus Ibukota Jakarta\n"
                              "31.74\tKota Administrasi Jakarta Selatan\n"
                              "31.74.07\tKebayoran Baru\n"
                              "32\tJawa Barat\n"
                              "32.04\tKabupaten Bandung\n"
                              "32.04.05\tCileunyi\n"
                              "32.04.05.2001\tCileunyi Kulon\n"
                              "32.73\tKota Bandung\n"
                              "32.73.02\tCoblong\n"
                              "32.73.02.1004\tDago\n"
                              "32.73.02.1005\tSekeloa\n"
                              "32.73.09\tBandung Wetan\n"
                              "34\tDaerah Istimewa Yogyakarta\n"
                              "34.71\tKota Yogyakarta\n"
                              "34.71.13\tUmbulharjo\n"
                              "73\tSulawesi Selatan\n"
                              "73.10\tKabupaten Pangkajene Kepulauan\n"
                              "73.10.03\tMa'rang\n";

PlacesService service() { return PlacesService{Gazetteer{few_areas}}; }

std::string first(std::string_view text)
{
    auto places = service();
    const auto found = places.search(text, 5);
    return found.empty() ? "" : found.front().label();
}

TEST(Words, AreComparable)
{
    EXPECT_EQ(comparable("  Kota-Bandung,Ma'rang 40132"), " kota bandung marang 40132");
    EXPECT_EQ(comparable(""), "");
    EXPECT_TRUE(begins_word(" kota bandung", "band"));
    EXPECT_FALSE(begins_word(" kota bandung", "andung"));
    EXPECT_TRUE(is_word(" kota bandung", "kota"));
    EXPECT_FALSE(is_word(" kota bandung", "kot"));
}

TEST(Words, ForgiveOneLetter)
{
    for (const char* typed : {"coblog", "cobblong", "cobolng", "coblang", "coblong"})
        EXPECT_TRUE(nearly_begins_word(" coblong", typed)) << typed;
    for (const char* typed : {"doblong", "cblog", "xy"})
        EXPECT_FALSE(nearly_begins_word(" coblong", typed)) << typed;
}

TEST(Words, KnowShortForms)
{
    EXPECT_EQ(wanted_words("Kec. Coblong, Kab Bandung 40132"),
              (std::vector<std::string>{"coblong", "kabupaten", "bandung"}));
    EXPECT_EQ(wanted_words("jaksel"), (std::vector<std::string>{"jakarta", "selatan"}));
    EXPECT_EQ(wanted_words("a b c d e f g h i j k").size(), words_max);
}

TEST(Words, FindThePostalCode)
{
    EXPECT_EQ(postal_code_in("Coblong 40132 Bandung"), "40132");
    EXPECT_EQ(postal_code_in("0812345 401321"), "");
}

TEST(Places, AreFoundByAnyOfTheirNames)
{
    EXPECT_EQ(first("coblong"), "Coblong, Kota Bandung, Jawa Barat");
    EXPECT_EQ(first("dago"), "Dago, Coblong, Kota Bandung, Jawa Barat");
    EXPECT_EQ(first("bandung dago 40135"), "Dago, Coblong, Kota Bandung, Jawa Barat");
    EXPECT_EQ(first("umbul jogja"), "Umbulharjo, Kota Yogyakarta, Daerah Istimewa Yogyakarta");
    EXPECT_EQ(first("kebayoran jaksel"),
              "Kebayoran Baru, Kota Administrasi Jakarta Selatan, Daerah Khusus Ibukota Jakarta");
    EXPECT_EQ(first("marang"), "Ma'rang, Kabupaten Pangkajene Kepulauan, Sulawesi Selatan");
    EXPECT_EQ(first("coblog"), "Coblong, Kota Bandung, Jawa Barat") << "one letter is forgiven";
    EXPECT_EQ(first("nowhere"), "");
    EXPECT_EQ(first(""), "");
    EXPECT_EQ(first("40132"), "");
}

TEST(Places, PreferTheirOwnNameOverWhatTheyLieIn)
{
    EXPECT_EQ(first("bandung"), "Bandung Wetan, Kota Bandung, Jawa Barat");
    EXPECT_EQ(first("kab bandung"), "Cileunyi, Kabupaten Bandung, Jawa Barat");
}

TEST(Places, AreLimited)
{
    auto places = service();
    EXPECT_EQ(places.search("bandung", 2).size(), 2U);
    EXPECT_TRUE(places.search("bandung", 0).empty());
    EXPECT_TRUE(places.search("bandung", -1).empty());
}

TEST(Places, HaveCodes)
{
    auto places = service();
    EXPECT_EQ(places.find("32.73.02.1004").value().village, "Dago");
    EXPECT_EQ(places.find("32.73.02").value().village, "");
    for (const char* code : {"32", "32.73", "32.73.99", "", "as-typed"})
        EXPECT_FALSE(places.find(code)) << code;
}

TEST(Places, AreResolvedWithoutScripts)
{
    auto places = service();
    EXPECT_EQ(places.resolve("Coblong, Kota Bandung, Jawa Barat", "32.73.02").place.value().code, "32.73.02");
    EXPECT_EQ(places.resolve("dago 40135", "").place.value().code, "32.73.02.1004");
    EXPECT_EQ(places.resolve("dago 40135", "").postal_code, "40135");
    // The text was changed after a place had been chosen.
    EXPECT_EQ(places.resolve("umbulharjo", "32.73.02").place.value().code, "34.71.13");
    const auto several = places.resolve("bandung", "");
    EXPECT_FALSE(several.place);
    EXPECT_EQ(several.candidates.size(), 3U);
    const auto none = places.resolve("somewhere else", "");
    EXPECT_FALSE(none.place);
    EXPECT_TRUE(none.candidates.empty());
}

TEST(Gazetteer, NamesTheLineThatIsWrong)
{
    for (const char* text :
         {"32\n", "32\t\n", "\tname\n", "32.73\tBandung\n", "32\tA\n31\tB\n", "32\tA\n32.73.02\tC\n", "1.2.3.4.5\tX\n"})
        EXPECT_THROW(Gazetteer{text}, std::runtime_error) << text;
    EXPECT_EQ(Gazetteer{""}.size(), 0U);
}

} // namespace
} // namespace hurtrock::places
