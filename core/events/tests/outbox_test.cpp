#include "fixture.hpp"

namespace hurtrock::events {
namespace {

const Query empty_query{"test.empty_outbox", "DELETE FROM core.outbox"};
const Query count_query{"test.count_outbox", "SELECT count(*) AS waiting FROM core.outbox WHERE state = 'pending'"};
const Query note_table{"test.note_table", "CREATE TABLE IF NOT EXISTS core.test_notes (text text PRIMARY KEY)"};
const Query clear_notes{"test.clear_notes", "DELETE FROM core.test_notes"};
const Query write_note{"test.write_note", "INSERT INTO core.test_notes VALUES ($1)"};
const Query count_notes{"test.count_notes", "SELECT count(*) AS notes FROM core.test_notes WHERE text = $1"};

bool noted(const char* text)
{
    return hurtrock::testing::database().run(count_notes, {text}).front().integer("notes") == 1;
}

} // namespace

void Events::SetUp()
{
    hurtrock::testing::run(empty_query);
    hurtrock::testing::run(note_table);
    hurtrock::testing::run(clear_notes);
    hurtrock::testing::database().set_event_sink(&outbox);
}

std::int64_t waiting_rows() { return hurtrock::testing::database().run(count_query).front().integer("waiting"); }

namespace {

DuringListener note(Listening mode, const char* text, Result<Done> answer = Done{})
{
    return {"notes", mode, [text, answer](Transaction& tx, const Value&) {
                tx.run(write_note, {text});
                return answer;
            }};
}

TEST_F(Events, a_required_listener_joins_the_transaction_and_may_veto_it)
{
    during["noted"] = {note(Listening::required, "first")};
    EXPECT_TRUE(raise("noted"));
    EXPECT_TRUE(noted("first"));

    during["vetoed"] = {note(Listening::required, "second", Problem{"notes.full"}), note(Listening::required, "third")};
    EXPECT_EQ(raise("vetoed").problem().code, "notes.full");
    EXPECT_FALSE(noted("second"));
    EXPECT_FALSE(noted("third"));
    EXPECT_EQ(guarded, 2);

    during["thrown"] = {{"notes", Listening::required,
                         [](Transaction&, const Value&) -> Result<Done> { throw std::runtime_error{"broken"}; }}};
    EXPECT_THROW((void)raise("thrown"), std::runtime_error);
}

TEST_F(Events, an_optional_listener_fails_alone)
{
    during["mixed"] = {
        note(Listening::optional, "undone by its problem", Problem{"notes.unwell"}),
        {"notes", Listening::optional,
         [](Transaction& tx, const Value&) -> Result<Done> {
             tx.run(write_note, {"undone by its exception"});
             throw std::runtime_error{"broken"};
         }},
        {"notes", Listening::optional,
         [](Transaction& tx, const Value&) -> Result<Done> {
             tx.run(write_note, {"twice"});
             tx.run(write_note, {"twice"}); // a statement of it fails
             return Done{};
         }},
        note(Listening::optional, "kept"),
        note(Listening::required, "required"),
    };
    EXPECT_TRUE(raise("mixed"));
    EXPECT_FALSE(noted("undone by its problem"));
    EXPECT_FALSE(noted("undone by its exception"));
    EXPECT_FALSE(noted("twice"));
    EXPECT_TRUE(noted("kept"));
    EXPECT_TRUE(noted("required"));
    EXPECT_TRUE(log.contains("notes.unwell"));
    EXPECT_TRUE(log.contains("broken"));
}

TEST_F(Events, rows_are_written_for_those_who_listen_and_only_with_the_commit)
{
    int woken = 0;
    committed = [&] { ++woken; };
    EXPECT_TRUE(raise("unheard"));
    EXPECT_EQ(waiting_rows(), 0);

    after["heard"] = {{"one", "mail", {}}, {"two", "index", {}}};
    EXPECT_TRUE(raise("heard"));
    EXPECT_EQ(waiting_rows(), 2);
    EXPECT_EQ(woken, 1);
    (void)hurtrock::testing::database().transaction("test.rollback", [&](Transaction& tx) -> Result<Done> {
        EXPECT_TRUE(tx.raise_event("heard", "note:1", {{"n", 1}}));
        return Problem{"changed.mind"};
    });
    EXPECT_EQ(waiting_rows(), 2);
    EXPECT_EQ(woken, 1);
}

TEST_F(Events, listeners_that_raise_each_other_in_a_circle_are_stopped)
{
    during["circle"] = {{"notes", Listening::required, [](Transaction& tx, const Value& payload) {
                             return tx.raise_event("circle", "note:1", payload);
                         }}};
    EXPECT_THROW((void)raise("circle"), std::logic_error);
    during.clear();
    EXPECT_TRUE(raise("circle"));
}

} // namespace
} // namespace hurtrock::events
