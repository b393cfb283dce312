#include "core/db/sql_split.hpp"

#include <gtest/gtest.h>

namespace hurtrock::db
{
namespace
{

std::vector<std::string> texts(std::string_view sql)
{
    std::vector<std::string> list;
    for (const auto& statement : split_sql(sql))
        list.emplace_back(statement.text);
    return list;
}
using Texts = std::vector<std::string>;

TEST(SplitSql, cuts_at_semicolons_outside_of_quotes)
{
    EXPECT_EQ(texts("SELECT 1; SELECT ';' ;\n;SELECT \"a;b\""), (Texts{"SELECT 1", "SELECT ';'", "SELECT \"a;b\""}));
    EXPECT_EQ(texts("SELECT 'it''s; one'; SELECT E'a\\'; b'; SELECT 'c\\'; x"),
              (Texts{"SELECT 'it''s; one'", "SELECT E'a\\'; b'", "SELECT 'c\\'", "x"}));
}

TEST(SplitSql, knows_comments)
{
    EXPECT_EQ(texts("-- first; one\nSELECT 1 -- tail; x\n+ 2; /* a; /* b; */ c; */ SELECT 3"),
              (Texts{"SELECT 1 -- tail; x\n+ 2", "SELECT 3"}));
    EXPECT_TRUE(texts("-- only a comment").empty());
    EXPECT_TRUE(texts("/* never closed ; ").empty());
}

TEST(SplitSql, knows_dollar_quotes)
{
    EXPECT_EQ(texts("DO $$ BEGIN x; END $$; DO $a$ $$;$$ $a$; SELECT $1; SELECT a$b; SELECT 2"),
              (Texts{"DO $$ BEGIN x; END $$", "DO $a$ $$;$$ $a$", "SELECT $1", "SELECT a$b", "SELECT 2"}));
}

TEST(SplitSql, keeps_rules_and_atomic_bodies_whole)
{
    EXPECT_EQ(texts("CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3"),
              (Texts{"CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)", "SELECT 3"}));
    EXPECT_EQ(
        texts("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END; SELECT 3"),
        (Texts{"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END",
               "SELECT 3"}));
}

TEST(SplitSql, counts_lines_from_the_statement)
{
    const auto statements = split_sql("-- a\n\nSELECT\n 1;\n\n  SELECT 2;SELECT 3");
    ASSERT_EQ(statements.size(), 3U);
    EXPECT_EQ(statements[0].line, 3);
    EXPECT_EQ(statements[1].line, 6);
    EXPECT_EQ(statements[2].line, 6);
    EXPECT_EQ(first_word("BeGin work"), "begin");
}

} // namespace
} // namespace hurtrock::db
