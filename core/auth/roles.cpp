#include "roles.hpp"

#include <algorithm>

namespace hurtrock::auth {
namespace {

constexpr std::chrono::seconds remembered_for{5};
constexpr std::size_t remembered_max = 10'000;
constexpr std::string_view admin_role = "admin";

} // namespace

bool is_permission(std::string_view name) noexcept
{
    std::size_t parts = 1, length = 0;
    for (const char letter : name) {
        if (letter == '.') {
            if (length == 0) return false;
            ++parts;
            length = 0;
            continue;
        }
        const bool allowed =
            (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_' || letter == '-';
        if (!allowed) return false;
        ++length;
    }
    return parts >= 2 && length > 0 && name.size() <= 100;
}

bool Roles::can(Reader& reader, UserId user, std::string_view permission)
{
    if (!user) return false;
    const auto grants = held(reader, user);
    return grants->all || grants->permissions.contains(std::string{permission});
}

std::shared_ptr<const Roles::Held> Roles::held(Reader& reader, UserId user)
{
    const auto now = clock_.now();
    std::uint64_t epoch;
    {
        const std::lock_guard lock{mutex_};
        const auto found = remembered_.find(user.value);
        if (found != remembered_.end() && found->second->until > now) return found->second;
        epoch = epoch_;
    }
    auto grants = repository::grants_of(reader, user);
    auto fresh = std::make_shared<Held>();
    fresh->all = grants.all;
    fresh->permissions.insert(grants.permissions.begin(), grants.permissions.end());
    fresh->until = now + remembered_for;

    // What an open transaction sees may be rolled back.
    if (&reader != static_cast<Reader*>(&database_)) return fresh;
    const std::lock_guard lock{mutex_};
    if (remembered_.size() >= remembered_max) remembered_.clear();
    if (epoch == epoch_) remembered_.insert_or_assign(user.value, fresh);
    return fresh;
}

std::vector<std::string> Roles::of(Reader& reader, UserId user) { return repository::roles_of(reader, user); }

bool Roles::anybody_has(Reader& reader, std::string_view role) { return repository::role_is_held(reader, role); }

Result<Done> Roles::grant(Transaction& tx, UserId user, std::string_view role)
{
    if (auto known = check(tx, role, {}); !known) return known;
    repository::grant_role(tx, user, role);
    tx.after_commit([this] { forget(); });
    return Done{};
}

Result<Done> Roles::revoke(Transaction& tx, UserId user, std::string_view role)
{
    if (role == admin_role) {
        const auto admins = repository::lock_active_holders(tx, role);
        if (admins.size() == 1 && admins.front() == user.value) return Problem{.code = "roles.last_admin"};
    }
    repository::revoke_role(tx, user, role);
    tx.after_commit([this] { forget(); });
    return Done{};
}

std::vector<std::string> Roles::permissions(Reader& reader, std::string_view role)
{
    return repository::role_permissions(reader, role);
}

Result<Done> Roles::set_permissions(Transaction& tx, std::string_view role, const std::vector<std::string>& permissions)
{
    if (auto known = check(tx, role, permissions); !known) return known;
    repository::set_role_permissions(tx, role, permissions);
    tx.after_commit([this] { forget(); });
    return Done{};
}

Result<Done> Roles::add_permissions(Transaction& tx, std::string_view role, const std::vector<std::string>& permissions)
{
    if (auto known = check(tx, role, permissions); !known) return known;
    repository::add_role_permissions(tx, role, permissions);
    tx.after_commit([this] { forget(); });
    return Done{};
}

Result<Done> Roles::check(Reader& reader, std::string_view role, const std::vector<std::string>& permissions)
{
    if (!repository::role_exists(reader, role)) return Problem{"roles.unknown", "role", {{"role", role}}};
    for (const auto& permission : permissions)
        if (!is_permission(permission)) return Problem{"roles.permission", "permission", {{"permission", permission}}};
    return Done{};
}

void Roles::forget()
{
    const std::lock_guard lock{mutex_};
    ++epoch_;
    remembered_.clear();
}

} // namespace hurtrock::auth
