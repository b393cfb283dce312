#include "user_commands.hpp"

#include "readable_password.hpp"

#include <stdexcept>

namespace hurtrock::auth {

Result<CreatedUser> create_user(Database& database, AccountsHost& accounts, Roles& roles, const UserToCreate& wanted)
{
    auto password = wanted.password.empty() ? readable_password() : wanted.password;
    auto hash = accounts.hash_password(password);
    if (!hash) return hash.problem();

    auto user = database.transaction("core.create_user", [&](Transaction& tx) -> Result<User> {
        auto created = accounts.create(tx, {wanted.email, wanted.name, {}, *hash});
        if (!created) return created;
        if (wanted.role != "customer")
            if (auto granted = roles.grant(tx, created->id, wanted.role); !granted) return granted.problem();
        accounts.confirm(tx, created->id);
        return *accounts.find(tx, created->id);
    });
    if (!user) return user.problem();
    return CreatedUser{std::move(*user), std::move(password)};
}

Result<std::string> reset_password(Database& database, AccountsHost& accounts, std::string_view email,
                                   std::string password)
{
    if (password.empty()) password = readable_password();
    auto hash = accounts.hash_password(password);
    if (!hash) return hash;
    auto done = database.transaction("core.reset_password", [&](Transaction& tx) -> Result<Done> {
        const auto user = accounts.find(tx, email);
        if (!user) return Problem{.code = "accounts.unknown", .field = "email", .status = 404};
        return accounts.set_password(tx, user->id, *hash);
    });
    if (!done) return done.problem();
    return password;
}

std::optional<CreatedUser> ensure_admin(Database& database, AccountsHost& accounts, Roles& roles,
                                        const std::string& email)
{
    if (roles.anybody_has(database, "admin")) return std::nullopt;
    auto created = create_user(database, accounts, roles, {.email = email, .role = "admin"});
    if (!created) throw std::runtime_error{"the first administrator could not be made: " + created.problem().code};
    return std::move(*created);
}

} // namespace hurtrock::auth
