#pragma once
/// The admin's frame (sign-in, menu, dashboard) and the core's own pages in it, as rows of the registry.

#include "services.hpp"

namespace hurtrock::admin {

/// Rows of the owner "core". The services outlive them.
std::shared_ptr<const plugins::Registrations> admin_registrations(const AdminServices& services);

/// {"core.users.edit": {en, id}}: what may be permitted here.
const Value& core_permissions();

} // namespace hurtrock::admin
