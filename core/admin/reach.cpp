#include "reach.hpp"

#include <algorithm>

namespace hurtrock::admin {

Reach::Reach(const AdminServices& services, Reader& reader, const Request& request)
    : services_{services}, reader_{reader}, roles_{repository::roles(reader)}, permissions_{repository::permissions_by_role(reader)}
{
    if (const auto* user = request.visitor().user()) grants_ = auth::repository::grants_of(reader, user->id);
}

bool Reach::holds(std::string_view permission) const
{
    return grants_.all || std::find(grants_.permissions.begin(), grants_.permissions.end(), permission) != grants_.permissions.end();
}

const std::vector<std::string>& Reach::permissions_of(const std::string& role) const
{
    static const std::vector<std::string> none;
    const auto found = permissions_.find(role);
    return found == permissions_.end() ? none : found->second;
}

bool Reach::may_give(const repository::Role& role) const
{
    if (role.all) return grants_.all;
    const auto& permissions = permissions_of(role.name);
    return std::all_of(permissions.begin(), permissions.end(), [&](const auto& permission) { return holds(permission); });
}

Result<Done> Reach::over(UserId user) const
{
    for (const auto& held : services_.roles.of(reader_, user)) {
        const auto role = std::find_if(roles_.begin(), roles_.end(), [&](const auto& one) { return one.name == held; });
        if (role != roles_.end() && !may_give(*role)) return Problem{.code = "admin.above_you", .status = 403};
    }
    return Done{};
}

} // namespace hurtrock::admin
