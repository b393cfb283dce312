#pragma once
/// Who may do what. Permissions are names `plugin.noun.verb`; a role holds some of them, "admin" all. Whoever has a
/// role is staff and may see /admin. Answers come from memory for at most 5 s; a change here shows on this node at
/// once. Thread-safe.

#include "repository.hpp"

#include <memory>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

namespace hurtrock::auth {

class Roles {
public:
    Roles(Database& database, Clock& clock) : database_{database}, clock_{clock} {}

    /// Inside a transaction too, but answers from memory or that transaction's `reader`.
    bool can(Reader& reader, UserId user, std::string_view permission);
    bool can(UserId user, std::string_view permission) { return can(database_, user, permission); }

    std::vector<std::string> of(Reader& reader, UserId user);
    bool anybody_has(Reader& reader, std::string_view role);
    /// Problem "roles.unknown".
    Result<Done> grant(Transaction& tx, UserId user, std::string_view role);
    /// Problem "roles.last_admin": somebody must keep the keys.
    Result<Done> revoke(Transaction& tx, UserId user, std::string_view role);

    std::vector<std::string> permissions(Reader& reader, std::string_view role);
    /// Problems "roles.unknown", "roles.permission" for a name of another shape.
    Result<Done> set_permissions(Transaction& tx, std::string_view role, const std::vector<std::string>& permissions);
    /// Adds to what the role has; for the first set a new plugin gives staff.
    Result<Done> add_permissions(Transaction& tx, std::string_view role, const std::vector<std::string>& permissions);

    void forget();

private:
    struct Held {
        bool all;
        std::unordered_set<std::string> permissions;
        Time until;
    };
    std::shared_ptr<const Held> held(Reader& reader, UserId user);
    Result<Done> check(Reader& reader, std::string_view role, const std::vector<std::string>& permissions);

    Database& database_;
    Clock& clock_;
    std::mutex mutex_;
    std::unordered_map<std::int64_t, std::shared_ptr<const Held>> remembered_;
    std::uint64_t epoch_{0};
};

/// "notes.note.edit": two or more lower-case parts joined by dots.
bool is_permission(std::string_view name) noexcept;

} // namespace hurtrock::auth
