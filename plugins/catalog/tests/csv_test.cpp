#include "csv.hpp"

#include <gtest/gtest.h>

namespace hurtrock::catalog {
namespace {

std::vector<std::vector<std::string>> texts(std::string_view bytes)
{
    const auto rows = read_csv(bytes);
    EXPECT_TRUE(rows.ok());
    std::vector<std::vector<std::string>> all;
    if (!rows) return all;
    for (const auto& row : *rows) {
        all.emplace_back();
        for (const auto& field : row)
            all.back().push_back(field.text);
    }
    return all;
}

using Table = std::vector<std::vector<std::string>>;

TEST(Csv, ReadsPlainRowsWithEitherLineEnd)
{
    EXPECT_EQ(texts("a,b\r\n1,2\n3,4"), (Table{{"a", "b"}, {"1", "2"}, {"3", "4"}}));
}

TEST(Csv, KeepsQuotesCommasAndLineBreaksInsideQuotes)
{
    EXPECT_EQ(texts("\"a \"\"b\"\"\",\"c,d\",\"e\nf\"\n"), (Table{{"a \"b\"", "c,d", "e\nf"}}));
}

TEST(Csv, SkipsByteOrderMarkAndBlankLines)
{
    EXPECT_EQ(texts("\xEF\xBB\xBFname\n\n  \nx\n"), (Table{{"name"}, {"x"}}));
}

TEST(Csv, KeepsEmptyFieldsAtTheEnd)
{
    EXPECT_EQ(texts("a,,\n,,"), (Table{{"a", "", ""}, {"", "", ""}}));
    EXPECT_EQ(texts("\"\",b"), (Table{{"", "b"}}));
}

struct Broken {
    std::string_view bytes;
    std::string_view code;
    std::int64_t line, column;
};

TEST(Csv, NamesThePlaceOfWhatIsBroken)
{
    for (const auto& each :
         {Broken{"a\nb \"c\"", "catalog.csv_quote_inside", 2, 3}, Broken{"\"a\"b", "catalog.csv_after_quote", 1, 4},
          Broken{"x\n\"gitar\nbass", "catalog.csv_quote_open", 2, 1}, Broken{"ä,\xFF", "catalog.csv_not_utf8", 1, 3},
          Broken{"a\x01", "catalog.csv_control_character", 1, 2}}) {
        const auto rows = read_csv(each.bytes);
        ASSERT_FALSE(rows.ok()) << each.code;
        EXPECT_EQ(rows.problem().code, each.code);
        EXPECT_EQ(rows.problem().arguments["line"].integer(), each.line) << each.code;
        EXPECT_EQ(rows.problem().arguments["column"].integer(), each.column) << each.code;
    }
}

TEST(Csv, RefusesMoreColumnsThanAnyListHas)
{
    EXPECT_FALSE(read_csv(std::string(csv_columns_max + 1, ',')).ok());
}

TEST(Csv, WrittenLinesReadBackTheSame)
{
    const std::vector<std::string> fields{"plain", "a,b", "say \"hi\"", "two\nlines", " spaced ", "", "crlf\r\n"};
    EXPECT_EQ(texts(csv_line(fields)), Table{fields});
}

} // namespace
} // namespace hurtrock::catalog
