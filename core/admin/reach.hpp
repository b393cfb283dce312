#pragma once
/// Nobody hands out, or takes over, more than they hold: what a member of staff may do to roles and to other users.

#include "repository.hpp"
#include "services.hpp"

namespace hurtrock::admin {

class Reach {
public:
    /// What the visitor holds, read anew.
    Reach(const AdminServices& services, Reader& reader, const Request& request);

    bool holds(std::string_view permission) const;
    bool may_give(const repository::Role& role) const;
    /// Problem "admin.above_you" when the user holds something the visitor does not.
    Result<Done> over(UserId user) const;
    const std::vector<repository::Role>& roles() const noexcept { return roles_; }
    const std::vector<std::string>& permissions_of(const std::string& role) const;

private:
    const AdminServices& services_;
    Reader& reader_;
    auth::Grants grants_;
    std::vector<repository::Role> roles_;
    std::map<std::string, std::vector<std::string>> permissions_;
};

} // namespace hurtrock::admin
