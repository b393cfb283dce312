#pragma once
/// The handlers of the core's admin pages, one group a file. Each function adds the rows of its group.

#include "services.hpp"

namespace hurtrock::admin {

using plugins::Registrations;
using Services = std::shared_ptr<const AdminServices>;

void add_frame(Registrations& rows, const Services& services);
void add_door(Registrations& rows, const Services& services);
void add_account(Registrations& rows, const Services& services);
void add_dashboard(Registrations& rows, const Services& services);
void add_mail(Registrations& rows, const Services& services);
void add_users(Registrations& rows, const Services& services);
void add_roles(Registrations& rows, const Services& services);
void add_audit(Registrations& rows, const Services& services);
void add_plugins(Registrations& rows, const Services& services);
void add_uninstall(Registrations& rows, const Services& services);
void add_settings(Registrations& rows, const Services& services);
void add_jobs(Registrations& rows, const Services& services);
void add_system(Registrations& rows, const Services& services);

} // namespace hurtrock::admin
