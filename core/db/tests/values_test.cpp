#include "test_cluster.hpp"

#include "core/db/errors.hpp"

namespace hurtrock::db
{
namespace
{

const Query round_trip{
    "test.round_trip",
    "SELECT $1::bigint AS big, $2::text AS words, $3::jsonb AS json, $4::timestamptz AS moment, "
    "$5::text[] AS texts, $6::bigint[] AS numbers, $7::double precision AS real, $8::boolean AS yes"};
const Query element{"test.element", "SELECT ($1::text[])[2] AS second, ($2::bigint[])[1] AS first"};
const Query odd_times{
    "test.odd_times",
    "SELECT '2026-11-21'::date AS day, 'infinity'::timestamptz AS never, "
    "'0044-03-15 12:00:00 BC'::timestamptz AS ides, '1999-12-31 23:59:59.5+05:30'::timestamptz AS zone"};
const Query many_rows{"test.many_rows", "SELECT generate_series(1, $1::int) AS n"};
const Query wrong_column{"test.wrong_column", "SELECT 'word' AS word"};

class Values : public ::testing::Test
{
protected:
    Values() : database{{.session = {.connection = shared_cluster().connection()}, .size = 2}} {}
    DatabaseHost database;
};

TEST_F(Values, come_back_as_they_were_sent)
{
    const Value json{{"name", "Les Paul é \"x\""}, {"list", Value::list({1, 2.5, nullptr})}};
    const Time moment{std::chrono::microseconds{1'763'694'245'123'456}};
    const auto rows = database.run(round_trip, {INT64_MIN, "it's \\ {,} \"q\" é", json, moment,
                                                std::vector<std::string>{"a,b", "\"\\"},
                                                std::vector<std::int64_t>{-1, 2}, 0.1, true});
    ASSERT_EQ(rows.size(), 1U);
    const auto row = rows.front();
    EXPECT_EQ(row.integer("big"), INT64_MIN);
    EXPECT_EQ(row.text("words"), "it's \\ {,} \"q\" é");
    EXPECT_EQ(row.json("json"), json);
    EXPECT_EQ(row.time("moment"), moment);
    EXPECT_EQ(row.text("numbers"), "{-1,2}");
    EXPECT_EQ(row.decimal("real"), 0.1);
    EXPECT_TRUE(row.boolean("yes"));

    const auto picked =
        database.run(element, {std::vector<std::string>{"a", "{\"\\,NULL"}, std::vector<std::int64_t>{7}});
    EXPECT_EQ(picked.front().text("second"), "{\"\\,NULL");
    EXPECT_EQ(picked.front().integer("first"), 7);
}

TEST_F(Values, nulls_read_as_nothing)
{
    const std::optional<std::int64_t> none;
    const auto rows = database.run(round_trip, {none, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr});
    const auto row = rows.front();
    for (const char* column : {"big", "words", "json", "moment", "texts", "real", "yes"})
        EXPECT_TRUE(row.is_null(column)) << column;
    EXPECT_EQ(row.integer("big"), 0);
    EXPECT_EQ(row.text("words"), "");
    EXPECT_TRUE(row.json("json").is_null());
    EXPECT_EQ(row.time("moment"), Time{});
    EXPECT_FALSE(row.boolean("yes"));
}

TEST_F(Values, odd_times_are_understood)
{
    const auto rows = database.run(odd_times);
    const auto row = rows.front();
    EXPECT_EQ(to_rfc3339(row.time("day")), "2026-11-21T00:00:00.000000Z");
    EXPECT_EQ(row.time("never"), Time::max());
    EXPECT_EQ(to_rfc3339(row.time("ides")), "-043-03-15T12:00:00.000000Z");
    EXPECT_EQ(to_rfc3339(row.time("zone")), "1999-12-31T18:29:59.500000Z");
}

TEST_F(Values, mistakes_of_the_program_are_named)
{
    const auto rows = database.run(wrong_column);
    try {
        (void)rows.front().text("wrod");
        FAIL() << "no exception";
    } catch (const std::out_of_range& error) {
        EXPECT_STREQ(error.what(), "test.wrong_column has no column \"wrod\"");
    }
    EXPECT_THROW((void)rows.front().integer("word"), std::domain_error);
    EXPECT_THROW((void)rows.front().boolean("word"), std::domain_error);
    EXPECT_THROW((void)rows.front().time("word"), std::domain_error);
}

TEST_F(Values, a_nul_character_is_refused_and_not_cut)
{
    try {
        (void)database.run(element, {std::string{"{a\0b}", 5}, nullptr});
        FAIL() << "no exception";
    } catch (const DatabaseError& error) {
        EXPECT_EQ(error.sqlstate(), "22021");
    }
}

TEST_F(Values, a_result_has_a_limit)
{
    EXPECT_EQ(database.run(many_rows, {100'000}).size(), 100'000U);
    EXPECT_THROW((void)database.run(many_rows, {100'001}), DatabaseError);
    EXPECT_EQ(database.run(many_rows, {1}).size(), 1U);
}

TEST_F(Values, a_wrong_number_of_parameters_is_an_error_of_the_statement)
{
    try {
        (void)database.run(many_rows, {});
        FAIL() << "no exception";
    } catch (const DatabaseError& error) {
        EXPECT_EQ(error.sqlstate(), "08P01");
    }
    EXPECT_EQ(database.pool_status().reconnected, 0U);
}

} // namespace
} // namespace hurtrock::db
