#include "core/audit/audit_log.hpp"
#include "core/testing/test_database.hpp"

#include <gtest/gtest.h>

namespace hurtrock::audit {
namespace {

using hurtrock::testing::database;

const Query tamper{"test.tamper", "UPDATE core.audit_log SET actor_name = 'nobody'"};

struct Audit : ::testing::Test {
    hurtrock::testing::TestClock clock;
    AuditLog audit{clock};
    void write(const Actor& actor, const char* action, const char* subject, const Value& before = {},
               const Value& after = {})
    {
        database().run_transaction("test.audit", [&](Transaction& tx) {
            audit.write(tx, actor, action, subject, before, after);
            return true;
        });
    }
};

TEST_F(Audit, keeps_what_differs_and_who_did_it)
{
    write({UserId{7}, "Sari", "10.0.0.1"}, "notes.note.edit", "note 1", {{"title", "Old"}, {"pinned", true}},
          {{"title", "New"}, {"pinned", true}});
    const auto lines = audit.list(database(), {.actor = UserId{7}});
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0].actor.name, "Sari");
    EXPECT_EQ(lines[0].actor.address, "10.0.0.1");
    EXPECT_EQ(lines[0].before, (Value{{"title", "Old"}}));
    EXPECT_EQ(lines[0].after, (Value{{"title", "New"}}));
    EXPECT_EQ(lines[0].at, clock.now());
}

TEST_F(Audit, is_found_by_action_subject_and_actor_page_by_page)
{
    for (int at = 0; at < 5; ++at)
        write({std::nullopt, "command line"}, at % 2 ? "files.file.add" : "files_x.y.z",
              ("file " + std::to_string(at)).c_str());
    EXPECT_EQ(audit.list(database(), {.action = "files."}).size(), 2u);
    EXPECT_EQ(audit.list(database(), {.search = "FILE 3"}).size(), 1u);
    EXPECT_EQ(audit.list(database(), {.search = "command"}).size(), 5u);
    EXPECT_FALSE(audit.list(database(), {.search = "FILE 3"}).front().actor.id);
    const auto page = audit.list(database(), {.search = "command", .limit = 3});
    EXPECT_EQ(page.front().subject, "file 4");
    EXPECT_EQ(audit.list(database(), {.search = "command", .before_id = page.back().id}).size(), 2u);
}

TEST_F(Audit, goes_with_its_change_and_cannot_be_rewritten)
{
    (void)database().transaction("test.rollback", [&](Transaction& tx) -> Result<Done> {
        audit.write(tx, {UserId{8}, "Budi"}, "notes.note.remove", "note 2");
        return Problem{"changed.mind"};
    });
    EXPECT_TRUE(audit.list(database(), {.actor = UserId{8}}).empty());
    write({UserId{9}, "Dewi"}, "notes.note.add", "note 3");
    EXPECT_THROW(hurtrock::testing::run(tamper), DatabaseError);
    EXPECT_EQ(audit.list(database(), {.actor = UserId{9}}).front().actor.name, "Dewi");
}

} // namespace
} // namespace hurtrock::audit
