#pragma once
/// What a shop needs before its first visitor: an administrator, and the demo if it was asked for.

#include "application.hpp"

#include "core/auth/user_commands.hpp"

namespace hurtrock::app {

struct FirstStart {
    /// Set when this start made the administrator; the password is shown once.
    std::optional<auth::CreatedUser> admin;
};

/// Safe to repeat: an administrator or a demo that is there stays as it is. A demo that fails is reported and left out.
FirstStart prepare_first_start(Application& application, bool demo);

} // namespace hurtrock::app
