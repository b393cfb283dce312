#include "door_pages.hpp"

#include "entering.hpp"
#include "next_path.hpp"

namespace hurtrock::customers {
namespace {

Response go_on(const Request& request, std::string_view otherwise)
{
    const auto next = next_of(request);
    return redirect(next.empty() ? otherwise : next);
}

Value next_value(const Request& request)
{
    auto next = next_of(request);
    return next.empty() ? Value{} : Value{std::move(next)};
}

Response register_page(const Request& request, const Value& values, const Value& errors)
{
    return page("customers/register.html", {{"values", values}, {"errors", errors}, {"next", next_value(request)}});
}

Response login_page(const Request& request, const Value& values, const Value& errors)
{
    return page("customers/login.html", {{"values", values}, {"errors", errors}, {"next", next_value(request)}});
}

} // namespace

Response DoorPages::register_form(const Request& request)
{
    if (request.visitor().user()) return go_on(request, "/profile");
    return register_page(request, Value::map(), Value::map());
}

Response DoorPages::enrol(const Request& request)
{
    FormReader form{request};
    Registration registration;
    registration.name = form.text("name", {.required = true, .length_max = 100});
    registration.email = form.email("email");
    registration.phone = form.phone("phone", false);
    const auto password = new_password(form, request, "password");
    if (!form.ok()) return register_page(request, form.echo(), form.errors()).status(422);

    auto hash = host_.accounts().hash_password(password);
    if (!hash) {
        form.refuse(hash.problem());
        return register_page(request, form.echo(), form.errors()).status(422);
    }
    registration.password_hash = std::move(*hash);
    registration.guest = request.visitor().ensure_guest();
    registration.next = next_of(request);
    registration.locale = request.locale();
    if (const auto enrolled = registrar_.enrol(registration); !enrolled) {
        auto refusal = enrolled.problem();
        refusal.field = "email";
        form.refuse(std::move(refusal));
        return register_page(request, form.echo(), form.errors()).status(422);
    }
    return redirect("/register/sent");
}

Response DoorPages::check_mail(const Request& request)
{
    return page("core/message.html",
                {{"title", request.translate("Check your mail")},
                 {"text", request.translate("We have written to your address. Open the link in that mail within 24 hours; "
                                            "look into the spam folder too.")},
                 {"action", {{"text", request.translate("To the products")}, {"url", request.url_for("/products")}}}});
}

Response DoorPages::login_form(const Request& request)
{
    if (request.visitor().user()) return go_on(request, "/profile");
    return login_page(request, Value::map(), Value::map());
}

Response DoorPages::login(const Request& request)
{
    FormReader form{request};
    const auto email = form.email("email");
    const std::string password{request.form("password").value_or("")};
    if (password.empty()) form.refuse({.code = "form.required", .field = "password"});
    if (!form.ok()) return login_page(request, form.echo(), form.errors()).status(422);

    const auto user = host_.accounts().authenticate(email, password, request.client_address());
    if (user) {
        enter(host_, request, user->id, request.form("remember") ? Stay::thirty_days : Stay::until_closed);
        return go_on(request, "/profile");
    }
    const auto& refusal = user.problem();
    if (refusal.code == "accounts.not_confirmed")
        return page("customers/unconfirmed.html", {{"email", email}}).status(403);
    return login_page(request, form.echo(), form_error(request, refusal)).status(refusal.status);
}

Response DoorPages::logout(const Request& request)
{
    request.visitor().sign_out();
    return redirect("/").flash(FlashKind::success, request.translate("You are logged out. See you soon."));
}

Response DoorPages::confirm_page(const Request& request, const PendingConfirmation& pending, const Value& errors)
{
    std::string token{request.form("token").value_or(request.query("token").value_or(""))};
    return page("customers/confirm.html", {{"token", std::move(token)},
                                           {"email", pending.user.email},
                                           {"ask_password", !pending.same_browser},
                                           {"next", next_value(request)},
                                           {"errors", errors}});
}

Response DoorPages::link_too_old(const Request& request)
{
    return page("core/message.html",
                {{"title", request.translate("This link does not work any more")},
                 {"text", request.translate("It was used already, or it is older than 24 hours. Log in: if your address "
                                            "still waits to be confirmed, we send a new link.")},
                 {"action", {{"text", request.translate("Log in")}, {"url", request.url_for("/login")}}}})
        .status(410);
}

Response DoorPages::confirm_form(const Request& request)
{
    const auto pending = registrar_.pending(request.query("token").value_or(""), request.visitor().guest());
    return pending ? confirm_page(request, *pending, Value::map()) : link_too_old(request);
}

Response DoorPages::confirm(const Request& request)
{
    const auto token = request.form("token").value_or("");
    const auto pending = registrar_.pending(token, request.visitor().guest());
    if (!pending) return link_too_old(request);
    if (!pending->same_browser) {
        // Someone else may have asked for this account under the reader's address: its password says who did.
        const auto password = request.form("password").value_or("");
        const auto known = host_.accounts().authenticate(pending->user.email, password, request.client_address());
        if (!known && known.problem().code != "accounts.not_confirmed") {
            const bool wrong = known.problem().code == "accounts.wrong_login";
            const Problem refusal{.code = wrong ? "customers.password_wrong" : known.problem().code,
                                  .arguments = known.problem().arguments};
            return confirm_page(request, *pending, {{"password", request.translate(refusal.code, refusal.arguments)}})
                .status(known.problem().status);
        }
    }
    const auto user = registrar_.confirm(token);
    if (!user) return link_too_old(request);
    enter(host_, request, *user);
    return go_on(request, "/profile").flash(FlashKind::success, request.translate("Your address is confirmed. Welcome in."));
}

Response DoorPages::send_again(const Request& request)
{
    FormReader form{request};
    const auto email = form.email("email");
    if (!form.ok()) return login_page(request, form.echo(), form.errors()).status(422);
    (void)host_.database().transaction("customers.ask_again", [&](Transaction& tx) -> Result<Done> {
        host_.jobs().enqueue(tx, "confirm_again", {{"email", email}, {"locale", request.locale()}});
        return Done{};
    });
    return redirect("/register/sent");
}

} // namespace hurtrock::customers
