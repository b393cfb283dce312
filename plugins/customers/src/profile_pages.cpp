#include "profile_pages.hpp"

#include "entering.hpp"

namespace hurtrock::customers {
namespace {

/// Text and tone of an order's state, as the theme shows it.
Value status_of(const Request& request, shop::OrderState state)
{
    const auto shown = [&](const char* text, const char* tone) -> Value {
        return {{"code", shop::name_of(state)}, {"text", request.translate(text)}, {"tone", tone}};
    };
    switch (state) {
    case shop::OrderState::placed: return shown("customers.order_placed", "wait");
    case shop::OrderState::confirmed: return shown("customers.order_confirmed", "go");
    case shop::OrderState::paid: return shown("customers.order_paid", "go");
    case shop::OrderState::partly_shipped:
    case shop::OrderState::shipped: return shown("customers.order_shipped", "go");
    case shop::OrderState::delivered: return shown("customers.order_delivered", "done");
    case shop::OrderState::cancelled: return shown("customers.order_cancelled", "stop");
    }
    return {};
}

} // namespace

Value ProfilePages::saved_values(const User& user)
{
    return {{"name", user.name}, {"email", user.email}, {"phone", user.phone}};
}

Value ProfilePages::recent_orders(const Request& request, UserId user)
{
    auto shown = Value::list();
    if (!orders_) return shown;
    for (const auto& order : orders_->of_user(host_.database(), user, recent_orders_max))
        shown.push({{"number", order.number},
                    {"url", request.url_for("/orders/" + order.public_id)},
                    {"placed_at", to_rfc3339(order.placed_at)},
                    {"status", status_of(request, order.state)},
                    {"total", order.total.to_value()}});
    return shown;
}

Response ProfilePages::profile_page(const Request& request, const Value& values, const Value& errors)
{
    return page("customers/profile.html",
                {{"values", values},
                 {"errors", errors},
                 {"addresses", addresses_.to_view(request, request.visitor().user()->id)},
                 {"recent_orders", recent_orders(request, request.visitor().user()->id)}});
}

Response ProfilePages::show(const Request& request)
{
    return profile_page(request, saved_values(*request.visitor().user()), Value::map());
}

Response ProfilePages::save(const Request& request)
{
    const auto user = *request.visitor().user();
    FormReader form{request};
    const auto name = form.text("name", {.required = true, .length_max = 100});
    const auto phone = form.phone("phone", false);
    if (!form.ok()) return profile_page(request, form.echo(), form.errors()).status(422);

    const auto saved = host_.database().transaction("customers.save_profile", [&](Transaction& tx) -> Result<Done> {
        return host_.accounts().update_profile(tx, user.id, name, phone);
    });
    if (!saved) return problem(saved.problem());
    return redirect("/profile").flash(FlashKind::success, request.translate("Your details are saved."));
}

Response ProfilePages::change_password(const Request& request)
{
    const auto user = *request.visitor().user();
    FormReader form{request};
    const std::string current{request.form("current_password").value_or("")};
    if (current.empty()) form.refuse({.code = "form.required", .field = "current_password"});
    const auto wanted = new_password(form, request, "new_password");
    const auto again = [&](Problem refusal, const char* field) {
        refusal.field = field;
        form.refuse(refusal);
        return profile_page(request, saved_values(user), form.errors()).status(refusal.status);
    };
    if (!form.ok()) return profile_page(request, saved_values(user), form.errors()).status(422);

    if (const auto known = host_.accounts().authenticate(user.email, current, request.client_address()); !known) {
        auto refusal = known.problem();
        if (refusal.code == "accounts.wrong_login") refusal.code = "customers.password_wrong";
        return again(std::move(refusal), "current_password");
    }
    const auto hash = host_.accounts().hash_password(wanted);
    if (!hash) return again(hash.problem(), "new_password");
    if (const auto changed = registrar_.change_password(user, *hash, request.locale()); !changed) return problem(changed.problem());
    enter(host_, request, user.id);
    return redirect("/profile").flash(FlashKind::success,
                                      request.translate("Your password is changed. Other devices are logged out."));
}

} // namespace hurtrock::customers
