#include "registrar.hpp"

#include "next_path.hpp"
#include "repository.hpp"

namespace hurtrock::customers {

Result<Done> Registrar::enrol(const Registration& registration)
{
    return host_.database().transaction("customers.enrol", [&](Transaction& tx) -> Result<Done> {
        const auto created = host_.accounts().create(tx, {.email = registration.email,
                                                          .name = registration.name,
                                                          .phone = registration.phone,
                                                          .password_hash = registration.password_hash});
        if (!created) {
            if (created.problem().code != "accounts.email_taken") return created.problem();
            return enrol_known(tx, registration);
        }
        repository::remember_registration(tx, created->id, registration.guest, host_.clock().now());
        repository::count_mail(tx, created->id, MailKind::confirm, host_.clock().now());
        return send_confirmation(tx, *created, registration.locale, registration.next);
    });
}

Result<Done> Registrar::enrol_known(Transaction& tx, const Registration& registration)
{
    const auto user = host_.accounts().find(tx, std::string_view{registration.email});
    if (!user || !user->active) return Done{};
    const auto now = host_.clock().now();
    const auto& locale = registration.locale;
    if (user->confirmed) {
        if (!repository::count_mail(tx, user->id, MailKind::already_registered, now)) return Done{};
        return host_.mail().send(tx, {.to = user->email,
                                      .to_name = user->name,
                                      .template_name = "customers/mail/already_registered",
                                      .locale = locale,
                                      .variables = {{"login_url", host_.absolute_url(locale, "/login")},
                                                    {"forgot_url", host_.absolute_url(locale, "/forgot")}}});
    }
    if (!repository::count_mail(tx, user->id, MailKind::confirm, now)) return Done{};
    if (auto saved = host_.accounts().update_profile(tx, user->id, registration.name, registration.phone); !saved) return saved;
    if (auto saved = host_.accounts().set_password(tx, user->id, registration.password_hash); !saved) return saved;
    repository::remember_registration(tx, user->id, registration.guest, now);
    return send_confirmation(tx, *user, locale, registration.next);
}

Result<Done> Registrar::send_confirmation_again(std::string_view email, std::string_view locale)
{
    return host_.database().transaction("customers.confirm_again", [&](Transaction& tx) -> Result<Done> {
        const auto user = host_.accounts().find(tx, email);
        if (!user || !user->active || user->confirmed) return Done{};
        if (!repository::count_mail(tx, user->id, MailKind::confirm, host_.clock().now())) return Done{};
        return send_confirmation(tx, *user, locale, "");
    });
}

Result<Done> Registrar::send_reset(std::string_view email, std::string_view locale)
{
    return host_.database().transaction("customers.send_reset", [&](Transaction& tx) -> Result<Done> {
        const auto user = host_.accounts().find(tx, email);
        if (!user || !user->active) return Done{};
        if (!repository::count_mail(tx, user->id, MailKind::reset, host_.clock().now())) return Done{};
        const auto token = host_.accounts().make_token(tx, user->id, TokenPurpose::reset_password);
        return host_.mail().send(tx, {.to = user->email,
                                      .template_name = "customers/mail/reset",
                                      .locale = std::string{locale},
                                      .variables = {{"reset_url", host_.absolute_url(locale, "/reset?token=" + token)}}});
    });
}

/// The name is left out: a stranger typed it, and could write to anyone through us.
Result<Done> Registrar::send_confirmation(Transaction& tx, const User& user, std::string_view locale, std::string_view next)
{
    const auto token = host_.accounts().make_token(tx, user.id, TokenPurpose::confirm_email);
    const auto path = "/confirm?token=" + token + next_query(next, '&');
    return host_.mail().send(tx, {.to = user.email,
                                  .template_name = "customers/mail/confirm",
                                  .locale = std::string{locale},
                                  .variables = {{"confirm_url", host_.absolute_url(locale, path)}}});
}

Result<Done> Registrar::send_changed_note(Transaction& tx, const User& user, std::string_view locale)
{
    return host_.mail().send(tx, {.to = user.email,
                                  .to_name = user.name,
                                  .template_name = "customers/mail/password_changed",
                                  .locale = std::string{locale},
                                  .variables = {{"name", user.name}, {"forgot_url", host_.absolute_url(locale, "/forgot")}}});
}

/// Spends the token in a transaction that is rolled back: only the host can say what a token stands for.
std::optional<User> Registrar::token_owner(std::string_view token, TokenPurpose purpose)
{
    std::optional<User> owner;
    (void)host_.database().transaction("customers.look_at_link", [&](Transaction& tx) -> Result<Done> {
        owner.reset();
        if (const auto user = host_.accounts().use_token(tx, token, purpose)) owner = host_.accounts().find(tx, *user);
        return Problem{.code = "accounts.token_invalid"};
    });
    return owner;
}

std::optional<PendingConfirmation> Registrar::pending(std::string_view token, std::string_view guest)
{
    auto user = token_owner(token, TokenPurpose::confirm_email);
    if (!user) return std::nullopt;
    const bool same_browser = !guest.empty() && repository::registered_in(host_.database(), user->id, guest);
    return PendingConfirmation{std::move(*user), same_browser};
}

std::optional<User> Registrar::reset_owner(std::string_view token) { return token_owner(token, TokenPurpose::reset_password); }

void Registrar::own(Transaction& tx, const User& user)
{
    host_.accounts().confirm(tx, user.id);
    repository::forget_registration(tx, user.id);
    if (orders_) orders_->adopt(tx, user.email, user.id);
}

Result<UserId> Registrar::confirm(std::string_view token)
{
    return host_.database().transaction("customers.confirm", [&](Transaction& tx) -> Result<UserId> {
        const auto id = host_.accounts().use_token(tx, token, TokenPurpose::confirm_email);
        if (!id) return id.problem();
        const auto user = host_.accounts().find(tx, *id);
        if (!user || !user->active) return Problem{.code = "accounts.token_invalid"};
        own(tx, *user);
        return user->id;
    });
}

Result<Done> Registrar::reset_password(std::string_view token, std::string_view password_hash, std::string_view locale)
{
    return host_.database().transaction("customers.reset_password", [&](Transaction& tx) -> Result<Done> {
        const auto id = host_.accounts().use_token(tx, token, TokenPurpose::reset_password);
        if (!id) return id.problem();
        const auto user = host_.accounts().find(tx, *id);
        if (!user || !user->active) return Problem{.code = "accounts.token_invalid"};
        if (!user->confirmed) own(tx, *user);
        if (auto saved = host_.accounts().set_password(tx, user->id, password_hash); !saved) return saved;
        return send_changed_note(tx, *user, locale);
    });
}

Result<Done> Registrar::change_password(const User& user, std::string_view password_hash, std::string_view locale)
{
    return host_.database().transaction("customers.change_password", [&](Transaction& tx) -> Result<Done> {
        if (auto saved = host_.accounts().set_password(tx, user.id, password_hash); !saved) return saved;
        return send_changed_note(tx, user, locale);
    });
}

} // namespace hurtrock::customers
