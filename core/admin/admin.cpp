#include "admin.hpp"

#include "pages.hpp"

namespace hurtrock::admin {

std::shared_ptr<const plugins::Registrations> admin_registrations(const AdminServices& services)
{
    const auto shared = std::make_shared<const AdminServices>(services);
    auto rows = std::make_shared<Registrations>(Registrations{.owner = "core"});
    add_frame(*rows, shared);
    add_door(*rows, shared);
    add_account(*rows, shared);
    add_dashboard(*rows, shared);
    add_mail(*rows, shared);
    add_users(*rows, shared);
    add_roles(*rows, shared);
    add_audit(*rows, shared);
    add_plugins(*rows, shared);
    add_uninstall(*rows, shared);
    add_settings(*rows, shared);
    add_jobs(*rows, shared);
    add_system(*rows, shared);
    return rows;
}

const Value& core_permissions()
{
    static const Value permissions{
        {"core.mail.view", {{"en", "Read the mails the shop sent"}, {"id", "Membaca surat yang dikirim toko"}}},
        {"core.mail.send", {{"en", "Send a mail again"}, {"id", "Mengirim ulang surat"}}},
        {"core.users.view", {{"en", "See users"}, {"id", "Melihat pengguna"}}},
        {"core.users.edit", {{"en", "Create, switch off and change users"}, {"id", "Membuat, menonaktifkan, dan mengubah pengguna"}}},
        {"core.roles.edit", {{"en", "Decide what a role may do"}, {"id", "Menentukan izin setiap peran"}}},
        {"core.audit.view", {{"en", "Read the audit log"}, {"id", "Membaca catatan perubahan"}}},
        {"core.plugins.edit", {{"en", "Switch plugins and change their settings"}, {"id", "Menyalakan plugin dan mengubah pengaturannya"}}},
        {"core.jobs.edit", {{"en", "See failed work, retry or discard it"}, {"id", "Melihat, mengulang, atau membuang pekerjaan yang gagal"}}},
        {"core.system.view", {{"en", "See the health of the system"}, {"id", "Melihat kesehatan sistem"}}},
    };
    return permissions;
}

} // namespace hurtrock::admin
