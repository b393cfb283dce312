#include "core/db/errors.hpp"

#include <gtest/gtest.h>

namespace hurtrock::db
{
namespace
{

TEST(ServerMessage, takes_a_verbose_message_apart)
{
    const auto parsed = parse_server_message("ERROR:  23505: duplicate key value violates unique constraint \"t_pk\"\n"
                                             "DETAIL:  Key (mail)=(a@b.c) already exists.\n"
                                             "SCHEMA NAME:  public\nTABLE NAME:  t\nCONSTRAINT NAME:  t_pk\n"
                                             "LOCATION:  _bt_check_unique, nbtinsert.c:664\n");
    EXPECT_EQ(parsed.sqlstate, "23505");
    EXPECT_EQ(parsed.text, "duplicate key value violates unique constraint \"t_pk\"");
    EXPECT_EQ(parsed.constraint, "t_pk");
    EXPECT_EQ(parsed.line, 0);
}

TEST(ServerMessage, is_not_fooled_by_text_of_a_visitor)
{
    const auto parsed = parse_server_message("ERROR:  23514: row violates check\nDETAIL:  Failing row contains (\n"
                                             "CONSTRAINT NAME:  forged\n).\nCONSTRAINT NAME:  real\n");
    EXPECT_EQ(parsed.constraint, "real");
}

TEST(ServerMessage, reads_the_line_and_the_hint)
{
    const auto parsed = parse_server_message(
        "FEHLER:  42703: column \"x\" does not exist\nLINE 3: SELECT x\n        ^\nHINT:  Try y.\n");
    EXPECT_EQ(parsed.sqlstate, "42703");
    EXPECT_EQ(parsed.line, 3);
    EXPECT_EQ(parsed.hint, "Try y.");
}

TEST(ServerMessage, survives_text_without_a_code)
{
    EXPECT_EQ(parse_server_message("server closed the connection unexpectedly\n").text,
              "server closed the connection unexpectedly");
    EXPECT_EQ(parse_server_message("").sqlstate, "");
}

} // namespace
} // namespace hurtrock::db
