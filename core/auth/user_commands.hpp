#pragma once
/// What `hurtrock user create` and `hurtrock user password` do.

#include "accounts_host.hpp"
#include "roles.hpp"

namespace hurtrock::auth {

struct UserToCreate {
    std::string email;
    /// Empty for a generated one.
    std::string password{};
    /// "admin", "staff" or "customer".
    std::string role{"customer"};
    std::string name{};
};

struct CreatedUser {
    User user;
    /// As given or generated.
    std::string password;
};

/// A confirmed user. Problems of Accounts::hash_password and create, "roles.unknown".
Result<CreatedUser> create_user(Database& database, AccountsHost& accounts, Roles& roles, const UserToCreate& wanted);

/// Sets the given or a generated password, which is the answer, and ends the user's sessions. Problem
/// "accounts.unknown".
Result<std::string> reset_password(Database& database, AccountsHost& accounts, std::string_view email,
                                   std::string password = {});

/// Makes the first administrator when there is none; nullopt when there is one already. For a fresh installation.
std::optional<CreatedUser> ensure_admin(Database& database, AccountsHost& accounts, Roles& roles,
                                        const std::string& email);

} // namespace hurtrock::auth
