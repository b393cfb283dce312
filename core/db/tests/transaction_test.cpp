#include "test_cluster.hpp"

#include "core/db/errors.hpp"

#include <atomic>
#include <barrier>
#include <thread>

namespace hurtrock::db
{
namespace
{

const Query insert{"test.insert", "INSERT INTO notes (id, body) VALUES ($1, $2)"};
const Query lock_row{"test.lock_row", "UPDATE notes SET body = body || '.' WHERE id = $1"};
const Query count{"test.count", "SELECT count(*) AS n FROM notes"};
const Query end_myself{"test.end_myself", "SELECT pg_terminate_backend(pg_backend_pid())"};
const Query end_others{"test.end_others", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                                          "WHERE datname = current_database() AND pid <> pg_backend_pid()"};

class Transactions : public ::testing::Test
{
protected:
    Transactions()
        : connection{make_database()}, database{{.session = {.connection = connection}, .size = 4},
                                                {.warning = [this](const std::string&) { ++warnings; }}}
    {
        execute(connection, "CREATE TABLE notes (id bigint CONSTRAINT notes_id PRIMARY KEY, body text NOT NULL)");
    }
    std::int64_t rows() { return database.run(count).front().integer("n"); }

    std::string connection;
    std::atomic<int> warnings{0};
    DatabaseHost database;
};

TEST_F(Transactions, commits_an_ok_result_and_undoes_a_problem)
{
    const auto kept = database.transaction("test.keep", [](Transaction& tx) -> Result<int> {
        EXPECT_EQ(tx.run(insert, {1, "a"}).affected(), 1U);
        return 42;
    });
    EXPECT_EQ(kept.value(), 42);
    const auto refused = database.transaction("test.refuse", [](Transaction& tx) -> Result<Done> {
        (void)tx.run(insert, {2, "b"});
        return Problem{"test.no"};
    });
    EXPECT_EQ(refused.problem().code, "test.no");
    EXPECT_EQ(rows(), 1);
}

TEST_F(Transactions, undoes_on_an_exception_and_lets_it_through)
{
    EXPECT_THROW((void)database.transaction("test.throw",
                                            [](Transaction& tx) -> Result<Done> {
                                                (void)tx.run(insert, {1, "a"});
                                                throw std::runtime_error{"no"};
                                            }),
                 std::runtime_error);
    EXPECT_EQ(rows(), 0);
}

TEST_F(Transactions, without_a_statement_need_no_connection)
{
    (void)database.transaction("test.idle", [](Transaction&) -> Result<Done> { return Done{}; });
    EXPECT_EQ(database.pool_status().open, 0U);
}

TEST_F(Transactions, name_the_violated_constraint)
{
    try {
        (void)database.transaction("test.twice", [](Transaction& tx) -> Result<Done> {
            (void)tx.run(insert, {1, "a"});
            (void)tx.run(insert, {1, "secret of a visitor"});
            return Done{};
        });
        FAIL() << "no exception";
    } catch (const DatabaseError& error) {
        EXPECT_TRUE(error.is_unique_violation());
        EXPECT_EQ(error.constraint(), "notes_id");
        EXPECT_EQ(error.query(), "test.insert");
        EXPECT_EQ(std::string{error.what()}.find("secret"), std::string::npos);
    }
    EXPECT_EQ(rows(), 0);
}

TEST_F(Transactions, are_not_committed_when_a_failed_statement_was_swallowed)
{
    EXPECT_THROW((void)database.transaction("test.swallow",
                                            [](Transaction& tx) -> Result<Done> {
                                                (void)tx.run(insert, {1, "a"});
                                                try {
                                                    (void)tx.run(insert, {1, "b"});
                                                } catch (const DatabaseError&) {
                                                }
                                                return Done{};
                                            }),
                 DatabaseError);
    EXPECT_EQ(rows(), 0);
}

TEST_F(Transactions, refuse_to_nest_and_to_be_read_around)
{
    (void)database.transaction("test.outer", [&](Transaction& tx) -> Result<Done> {
        EXPECT_THROW((void)database.transaction("test.inner", [](Transaction&) -> Result<Done> { return Done{}; }),
                     std::logic_error);
        EXPECT_THROW((void)database.run(count), std::logic_error);
        std::thread{[&] { EXPECT_THROW((void)tx.run(count), std::logic_error); }}.join();
        EXPECT_EQ(tx.run(count).front().integer("n"), 0);
        return Done{};
    });
    EXPECT_NO_THROW((void)rows());
}

TEST_F(Transactions, reads_cannot_write)
{
    try {
        (void)database.run(insert, {1, "a"});
        FAIL() << "no exception";
    } catch (const DatabaseError& error) {
        EXPECT_EQ(error.sqlstate(), "25006");
    }
}

TEST_F(Transactions, savepoints_undo_only_their_own_writes)
{
    (void)database.transaction("test.savepoints", [](Transaction& tx) -> Result<Done> {
        (void)tx.run(insert, {1, "kept"});
        const auto refused = tx.savepoint([&]() -> Result<Done> {
            (void)tx.run(insert, {2, "undone"});
            return Problem{"test.no"};
        });
        EXPECT_FALSE(refused.ok());
        EXPECT_THROW((void)tx.savepoint([&]() -> Result<Done> {
            (void)tx.run(insert, {1, "twice"});
            return Done{};
        }),
                     DatabaseError);
        EXPECT_TRUE(tx.savepoint([&]() -> Result<Done> {
                          (void)tx.run(insert, {3, "kept"});
                          const auto inner = tx.savepoint([&]() -> Result<Done> {
                              (void)tx.run(insert, {4, "undone"});
                              return Problem{"test.no"};
                          });
                          return inner.ok() ? Result<Done>{Problem{"test.wrong"}} : Result<Done>{Done{}};
                      }).ok());
        EXPECT_TRUE(tx.savepoint([&]() -> Result<Done> { return Done{}; }).ok());
        return Done{};
    });
    EXPECT_EQ(ask(connection, "SELECT string_agg(id::text, ',' ORDER BY id) FROM notes"), "1,3");
}

TEST_F(Transactions, a_savepoint_with_a_swallowed_failure_is_undone_and_reported)
{
    (void)database.transaction("test.swallow", [](Transaction& tx) -> Result<Done> {
        (void)tx.run(insert, {1, "kept"});
        EXPECT_THROW((void)tx.savepoint([&]() -> Result<Done> {
            (void)tx.run(insert, {2, "undone"});
            try {
                (void)tx.run(insert, {1, "twice"});
            } catch (const DatabaseError&) {
            }
            return Done{};
        }),
                     DatabaseError);
        (void)tx.run(insert, {3, "kept"});
        return Done{};
    });
    EXPECT_EQ(ask(connection, "SELECT string_agg(id::text, ',' ORDER BY id) FROM notes"), "1,3");
}

TEST_F(Transactions, after_commit_runs_after_the_commit_only)
{
    std::vector<std::string> ran;
    (void)database.transaction("test.after", [&](Transaction& tx) -> Result<Done> {
        tx.after_commit([&] { ran.push_back("kept, rows " + std::to_string(rows())); });
        (void)tx.savepoint([&]() -> Result<Done> {
            tx.after_commit([&] { ran.push_back("undone"); });
            return Problem{"test.no"};
        });
        tx.after_commit([] { throw std::runtime_error{"tolerated"}; });
        tx.after_commit([&] { ran.push_back("last"); });
        (void)tx.run(insert, {1, "a"});
        EXPECT_TRUE(ran.empty());
        return Done{};
    });
    (void)database.transaction("test.after", [&](Transaction& tx) -> Result<Done> {
        tx.after_commit([&] { ran.push_back("never"); });
        return Problem{"test.no"};
    });
    EXPECT_EQ(ran, (std::vector<std::string>{"kept, rows 1", "last"}));
    EXPECT_EQ(warnings, 1);
}

TEST_F(Transactions, a_deadlock_is_tried_again)
{
    execute(connection, "INSERT INTO notes VALUES (1, ''), (2, ''); ALTER DATABASE " +
                            connection.substr(connection.rfind('=') + 1) + " SET deadlock_timeout = '50ms'");
    std::barrier both{2};
    std::atomic<int> bodies{0};
    const auto cross = [&](std::int64_t first, std::int64_t second) {
        bool met = false;
        const auto outcome = database.transaction("test.cross", [&](Transaction& tx) -> Result<Done> {
            ++bodies;
            (void)tx.run(lock_row, {first});
            if (!std::exchange(met, true)) both.arrive_and_wait();
            (void)tx.run(lock_row, {second});
            return Done{};
        });
        EXPECT_TRUE(outcome.ok());
    };
    std::thread other{[&] { cross(2, 1); }};
    cross(1, 2);
    other.join();
    EXPECT_EQ(bodies, 3);
    EXPECT_EQ(ask(connection, "SELECT string_agg(body, ',') FROM notes"), "..,..");
}

TEST_F(Transactions, a_deadlock_that_was_turned_into_a_problem_is_tried_again_too)
{
    const Query fake{"test.fake_deadlock", "DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '40P01'; END $$"};
    int bodies = 0;
    const auto outcome = database.transaction("test.guarded", [&](Transaction& tx) -> Result<Done> {
        try {
            if (++bodies < 3) (void)tx.run(fake);
        } catch (const DatabaseError&) {
            return Problem{"test.failed"};
        }
        return Done{};
    });
    EXPECT_TRUE(outcome.ok());
    EXPECT_EQ(bodies, 3);
}

TEST_F(Transactions, give_up_after_three_attempts)
{
    const Query fake{"test.fake_conflict", "DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '40001'; END $$"};
    int bodies = 0;
    try {
        (void)database.transaction("test.hopeless", [&](Transaction& tx) -> Result<Done> {
            ++bodies;
            (void)tx.run(fake);
            return Done{};
        });
        FAIL() << "no exception";
    } catch (const DatabaseError& error) {
        EXPECT_EQ(error.sqlstate(), "40001");
    }
    EXPECT_EQ(bodies, 3);
}

TEST_F(Transactions, a_connection_lost_before_the_first_statement_is_replaced_in_silence)
{
    (void)rows();
    execute(connection, end_others.sql());
    int bodies = 0;
    (void)database.transaction("test.fresh", [&](Transaction& tx) -> Result<Done> {
        ++bodies;
        (void)tx.run(insert, {1, "a"});
        return Done{};
    });
    EXPECT_EQ(bodies, 1);
    EXPECT_EQ(rows(), 1);
}

TEST_F(Transactions, a_connection_lost_later_ends_the_transaction)
{
    int bodies = 0;
    EXPECT_THROW((void)database.transaction("test.lost",
                                            [&](Transaction& tx) -> Result<Done> {
                                                ++bodies;
                                                (void)tx.run(insert, {1, "a"});
                                                try {
                                                    (void)tx.savepoint([&]() -> Result<Done> {
                                                        (void)tx.run(end_myself);
                                                        return Done{};
                                                    });
                                                } catch (const ConnectionLost&) {
                                                }
                                                EXPECT_THROW((void)tx.run(count), ConnectionLost);
                                                return Done{};
                                            }),
                 DatabaseError);
    EXPECT_EQ(bodies, 1);
    EXPECT_EQ(rows(), 0);
}

class RecordingSink final : public EventSink
{
public:
    Result<Done> raised(Transaction& tx, std::string_view name, std::string_view aggregate,
                        const Value& payload) override
    {
        (void)tx.run(insert, {payload["id"].integer(), std::string{name} + " " + std::string{aggregate}});
        if (payload["veto"].boolean()) return Problem{"test.veto"};
        return Done{};
    }
};

TEST_F(Transactions, hand_events_to_the_sink_inside_the_transaction)
{
    EXPECT_THROW((void)database.transaction("test.unset", [](Transaction& tx) { return tx.raise_event("a", "b", {}); }),
                 std::logic_error);
    RecordingSink sink;
    database.set_event_sink(&sink);
    EXPECT_TRUE(database
                    .transaction("test.event",
                                 [](Transaction& tx) {
                                     return tx.raise_event("made", "note:1", {{"id", 1}});
                                 })
                    .ok());
    EXPECT_FALSE(database
                     .transaction("test.event",
                                  [](Transaction& tx) {
                                      return tx.raise_event("made", "note:2", {{"id", 2}, {"veto", true}});
                                  })
                     .ok());
    EXPECT_EQ(ask(connection, "SELECT string_agg(body, ',') FROM notes"), "made note:1");
}

} // namespace
} // namespace hurtrock::db
