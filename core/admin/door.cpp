/// Signing in to the admin, and out.
#include "rows.hpp"

#include <hurtrock/forms.hpp>

namespace hurtrock::admin {
namespace {

constexpr int tries_per_minute = 60;

Response login_page(std::string_view email, std::string_view next, Value error)
{
    return page("admin/login.html", {{"email", email}, {"next", next}, {"error", std::move(error)}});
}

Response show_login(const Request& request)
{
    const auto next = admin_page(request.query("next").value_or("/admin"));
    const auto* user = request.visitor().user();
    if (user && user->staff) return redirect(next);
    request.visitor().ensure_guest();
    return login_page("", next, {});
}

Response login(const AdminServices& services, const Request& request)
{
    const auto email = request.form("email").value_or("");
    const auto next = admin_page(request.form("next").value_or("/admin"));
    const auto user = services.accounts.authenticate(email, request.form("password").value_or(""), request.client_address());
    if (!user) {
        const auto& problem = user.problem();
        return login_page(email, next, request.translate(problem.code, problem.arguments)).status(problem.status);
    }
    if (!user->staff) return login_page(email, next, request.translate("admin.not_staff")).status(403);
    request.visitor().sign_in(user->id);
    return redirect(next);
}

Response logout(const Request& request)
{
    request.visitor().sign_out();
    return redirect("/admin/login").flash(FlashKind::success, request.translate("You are signed out."));
}

} // namespace

void add_door(Registrations& rows, const Services& services)
{
    get(rows, "/admin/login", show_login, {});
    post(rows, "/admin/login", [services](const Request& request) { return login(*services, request); }, {.rate_per_minute = tries_per_minute, .pool = Pool::logins});
    post(rows, "/admin/logout", logout, {});
}

} // namespace hurtrock::admin
