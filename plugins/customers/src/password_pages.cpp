#include "password_pages.hpp"

#include "entering.hpp"

namespace hurtrock::customers {
namespace {

Response reset_page(std::string_view token, const Value& errors, bool expired)
{
    return page("customers/reset.html", {{"token", token}, {"errors", errors}, {"expired", expired}});
}

Response expired_page() { return reset_page("", Value::map(), true).status(410); }

} // namespace

Response PasswordPages::forgot_form(const Request& request)
{
    return page("customers/forgot.html",
                {{"values", Value::map()}, {"errors", Value::map()}, {"sent", request.query("sent").has_value()}});
}

Response PasswordPages::forgot(const Request& request)
{
    FormReader form{request};
    const auto email = form.email("email");
    if (!form.ok())
        return page("customers/forgot.html", {{"values", form.echo()}, {"errors", form.errors()}, {"sent", false}}).status(422);
    (void)host_.database().transaction("customers.ask_reset", [&](Transaction& tx) -> Result<Done> {
        host_.jobs().enqueue(tx, "reset", {{"email", email}, {"locale", request.locale()}});
        return Done{};
    });
    return redirect("/forgot?sent=1");
}

Response PasswordPages::reset_form(const Request& request)
{
    const auto token = request.query("token").value_or("");
    return registrar_.reset_owner(token) ? reset_page(token, Value::map(), false) : expired_page();
}

Response PasswordPages::reset(const Request& request)
{
    const auto token = request.form("token").value_or("");
    FormReader form{request};
    const auto password = new_password(form, request, "password");
    if (!form.ok()) return reset_page(token, form.errors(), false).status(422);
    // A link that is dead is not worth a hash.
    if (!registrar_.reset_owner(token)) return expired_page();

    const auto hash = host_.accounts().hash_password(password);
    if (!hash) {
        form.refuse(hash.problem());
        return reset_page(token, form.errors(), false).status(422);
    }
    if (!registrar_.reset_password(token, *hash, request.locale())) return expired_page();
    return redirect("/login").flash(FlashKind::success, request.translate("The new password is saved. Log in with it."));
}

} // namespace hurtrock::customers
