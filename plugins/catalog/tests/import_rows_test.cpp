#include "import_rows.hpp"

#include <gtest/gtest.h>

namespace hurtrock::catalog {
namespace {

std::vector<std::string> codes(std::string_view bytes)
{
    std::vector<std::string> codes;
    for (const auto& problem : read_import(bytes).problems)
        codes.push_back(problem.code);
    return codes;
}

TEST(ImportRows, ReadsColumnsInAnyOrder)
{
    const auto file = read_import("price_idr,name,is_active\n3.855.000,Bass,False\n");
    ASSERT_TRUE(file.problems.empty());
    ASSERT_EQ(file.rows.size(), 1U);
    EXPECT_EQ(file.rows[0].number(Column::price_idr), 3'855'000);
    EXPECT_EQ(file.rows[0].text(Column::name), "Bass");
    EXPECT_EQ(file.rows[0].active, false);
    EXPECT_FALSE(file.rows[0].cell(Column::brand));
}

TEST(ImportRows, RefusesUnknownColumnsWithASuggestion)
{
    const auto file = read_import("name,prize_idr,wobble_factor_of_lid\nBass,1,2\n");
    ASSERT_EQ(file.problems.size(), 2U);
    EXPECT_EQ(file.problems[0].code, "catalog.import_column_suggest");
    EXPECT_EQ(file.problems[0].arguments["suggestion"].text(), "price_idr");
    EXPECT_EQ(file.problems[1].code, "catalog.import_column_unknown");
}

TEST(ImportRows, TellsEveryProblemWithItsPlace)
{
    const auto file = read_import("name,slug,price_idr,is_active\n\"Two\nlines\",bad slug,1.50,maybe\nBass,bass,7\n");
    ASSERT_EQ(file.problems.size(), 4U);
    EXPECT_EQ(file.problems[0].code, "catalog.import_number");
    EXPECT_EQ(file.problems[0].arguments["name"].text(), "price_idr");
    EXPECT_EQ(file.problems[0].arguments["line"].integer(), 2);
    EXPECT_EQ(file.problems[1].code, "catalog.import_flag");
    EXPECT_EQ(file.problems[2].code, "catalog.import_slug");
    EXPECT_EQ(file.problems[3].code, "catalog.import_field_count");
    EXPECT_EQ(file.problems[3].arguments["line"].integer(), 4);
}

TEST(ImportRows, NeedsAHeaderThatTellsProductsApart)
{
    EXPECT_EQ(codes(""), std::vector<std::string>{"catalog.import_empty"});
    EXPECT_EQ(codes("brand,model\nX,Y\n"), std::vector<std::string>{"catalog.import_no_identity"});
    EXPECT_EQ(codes("name,name\nX,Y\n"), std::vector<std::string>{"catalog.import_column_twice"});
}

TEST(ImportRows, StopsAfterFiftyProblems)
{
    std::string file = "name,price_idr\n";
    for (int row = 0; row < 80; ++row)
        file += "Bass,x\n";
    EXPECT_EQ(codes(file).size(), import_problems_max);
}

TEST(NamedLines, ReadBackWhatWasWritten)
{
    const std::vector<NamedLine> lines{
        {"", "Neck: bolt", "a:b"}, {"Listrik", "Daya\\", "9 V"}, {"", "", ""}, {"", "x", ""}};
    const auto read = named_lines(text_of(lines));
    ASSERT_EQ(read.size(), lines.size());
    for (std::size_t index = 0; index < lines.size(); ++index) {
        EXPECT_EQ(read[index].heading, lines[index].heading) << index;
        EXPECT_EQ(read[index].name, lines[index].name) << index;
        EXPECT_EQ(read[index].value, lines[index].value) << index;
    }
}

} // namespace
} // namespace hurtrock::catalog
