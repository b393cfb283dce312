#pragma once

#include "core/auth/accounts_host.hpp"
#include "core/auth/roles.hpp"
#include "core/auth/sessions.hpp"
#include "core/auth/user_commands.hpp"
#include "core/testing/test_database.hpp"

#include <gtest/gtest.h>

namespace hurtrock::auth {

struct Auth : ::testing::Test {
    /// A hundredth of the real cost: what is tested here is not Argon2.
    static PasswordPool& passwords()
    {
        static PasswordPool pool{{.threads = 2, .queue = 32, .cost = {1, 65'536}}};
        return pool;
    }
    hurtrock::testing::TestClock clock;
    Database& database{hurtrock::testing::database()};
    Sessions sessions{database, clock};
    Roles roles{database, clock};
    AccountsHost accounts{database, clock, passwords(), sessions};

    User make(const std::string& email, const std::string& role = "customer")
    {
        auto created = create_user(database, accounts, roles, {email, "lantang-sekali", role, "Sari"});
        if (!created) throw std::runtime_error{created.problem().code};
        return created->user;
    }
    template <class Body>
    auto change(Body&& body)
    {
        return database.transaction("test.change", std::forward<Body>(body));
    }
};

} // namespace hurtrock::auth
