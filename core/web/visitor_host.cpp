#include "visitor_host.hpp"

#include "core/auth/encoding.hpp"

namespace hurtrock::web {
namespace {

/// Of who asked to stay signed in; every other session's cookie goes with the browser.
constexpr std::chrono::hours session_cookie_age{24 * 30};
constexpr std::chrono::hours guest_cookie_age{24 * 90};

std::string cookie_of(const http::ParameterList& cookies, const char* name)
{
    const auto* value = cookies.get(name);
    return value ? *value : std::string{};
}

} // namespace

VisitorHost::VisitorHost(const WebServices& services, const http::ParameterList& cookies, std::string_view address,
                         std::string_view user_agent, bool secure)
    : services_{services}, address_{address}, user_agent_{user_agent}, secure_{secure}
{
    session_token_ = cookie_of(cookies, session_cookie);
    if (!session_token_.empty()) session_ = services_.sessions.find(session_token_);
    sent_flash_ = cookie_of(cookies, flash_cookie);
    if (const auto guest = cookie_of(cookies, guest_cookie); !guest.empty()) guest_key_ = services_.guests.key_of(guest);
}

bool VisitorHost::can(std::string_view permission) const
{
    return session_ && session_->user.staff && services_.roles.can(session_->user.id, permission);
}

std::string_view VisitorHost::token_owner() const { return session_ ? std::string_view{session_->key} : guest_key_; }

void VisitorHost::set_cookie(std::string name, std::string value, std::optional<std::chrono::seconds> max_age)
{
    const auto written = http::write_set_cookie({.name = std::move(name),
                                                 .value = std::move(value),
                                                 .domain = {},
                                                 .max_age = max_age,
                                                 .same_site = http::SameSite::lax,
                                                 .secure = secure_});
    if (written) set_cookies_.push_back(*written);
}

std::string_view VisitorHost::ensure_guest()
{
    if (guest_key_.empty()) {
        const auto cookie = auth::random_token();
        guest_key_ = services_.guests.key_of(cookie);
        set_cookie(guest_cookie, cookie, guest_cookie_age);
    }
    return guest_key_;
}

void VisitorHost::sign_in(UserId user, Stay stay)
{
    auto started = services_.sessions.start(user, address_, user_agent_, session_token_, stay);
    session_ = std::make_shared<const auth::Session>(std::move(started.session));
    session_token_ = started.token;
    const bool remembered = stay == Stay::thirty_days;
    set_cookie(session_cookie, started.token,
               remembered ? std::optional<std::chrono::seconds>{session_cookie_age} : std::nullopt);
    set_cookie(guest_cookie, "", std::chrono::seconds{0});
}

void VisitorHost::sign_out()
{
    if (!session_token_.empty()) services_.sessions.end(session_token_);
    session_.reset();
    session_token_.clear();
    set_cookie(session_cookie, "", std::chrono::seconds{0});
}

} // namespace hurtrock::web
