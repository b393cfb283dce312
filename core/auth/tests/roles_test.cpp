#include "fixture.hpp"

namespace hurtrock::auth {
namespace {

using namespace std::chrono_literals;

TEST_F(Auth, an_admin_may_everything_staff_what_was_given_customers_nothing)
{
    const auto admin = make("admin@example.com", "admin"), staff = make("staff@example.com", "staff"),
               customer = make("c@example.com");
    EXPECT_TRUE(admin.staff);
    EXPECT_TRUE(staff.staff);
    EXPECT_FALSE(customer.staff);
    EXPECT_TRUE(roles.can(admin.id, "any.thing.do"));
    EXPECT_FALSE(roles.can(staff.id, "notes.note.edit"));
    EXPECT_TRUE(change([&](Transaction& tx) {
        return roles.set_permissions(tx, "staff", {"notes.note.edit", "notes.note.read"});
    }));
    EXPECT_TRUE(roles.can(staff.id, "notes.note.edit"));
    EXPECT_FALSE(roles.can(staff.id, "notes.note.remove"));
    EXPECT_FALSE(roles.can(customer.id, "notes.note.edit"));
    EXPECT_FALSE(roles.can(UserId{}, "notes.note.edit"));

    EXPECT_TRUE(change([&](Transaction& tx) { return roles.add_permissions(tx, "staff", {"notes.note.remove"}); }));
    EXPECT_EQ(roles.permissions(database, "staff").size(), 3u);
    EXPECT_TRUE(change([&](Transaction& tx) { return roles.set_permissions(tx, "staff", {}); }));
    EXPECT_FALSE(roles.can(staff.id, "notes.note.edit"));
}

TEST_F(Auth, what_was_rolled_back_was_never_granted)
{
    const auto user = make("rollback@example.com");
    (void)change([&](Transaction& tx) -> Result<Done> {
        EXPECT_TRUE(roles.grant(tx, user.id, "admin"));
        EXPECT_TRUE(roles.can(tx, user.id, "any.thing.do"));
        return Problem{"changed.mind"};
    });
    EXPECT_FALSE(roles.can(user.id, "any.thing.do"));
}

TEST_F(Auth, unknown_roles_and_crooked_permissions_are_refused)
{
    EXPECT_EQ(create_user(database, accounts, roles, {"owner2@example.com", "lantang-sekali", "owner"}).problem().code,
              "roles.unknown");
    EXPECT_FALSE(accounts.find(database, "owner2@example.com"));
    for (const auto* name : {"", "noun", "Noun.verb", "a..b", ".a.b", "a.b.", "a b.c"})
        EXPECT_FALSE(is_permission(name)) << name;
    EXPECT_TRUE(is_permission("live-chat.reply_text.send"));
    EXPECT_EQ(change([&](Transaction& tx) { return roles.set_permissions(tx, "staff", {"nope"}); }).problem().code,
              "roles.permission");
}

const Query everybody_out{"test.no_admins", "DELETE FROM core.user_roles WHERE role = 'admin'"};

TEST_F(Auth, somebody_keeps_the_keys)
{
    hurtrock::testing::run(everybody_out);
    const auto first = ensure_admin(database, accounts, roles, "owner@first.example");
    ASSERT_TRUE(first);
    EXPECT_TRUE(accounts.authenticate("owner@first.example", first->password, "10.0.2.1"));
    EXPECT_FALSE(ensure_admin(database, accounts, roles, "owner@second.example"));

    EXPECT_EQ(change([&](Transaction& tx) { return roles.revoke(tx, first->user.id, "admin"); }).problem().code,
              "roles.last_admin");
    const auto second = make("second@admin.example", "admin");
    EXPECT_TRUE(change([&](Transaction& tx) { return roles.revoke(tx, first->user.id, "admin"); }));
    EXPECT_FALSE(roles.can(first->user.id, "any.thing.do"));
    EXPECT_EQ(roles.of(database, second.id), std::vector<std::string>{"admin"});
}

} // namespace
} // namespace hurtrock::auth
