#pragma once
/// The visitor behind a request: session, guest key, and the cookies the answer must set. Used on the request's thread.

#include "services.hpp"

#include "core/http/cookies.hpp"

namespace hurtrock::web {

class VisitorHost final : public Visitor {
public:
    /// `secure`: the visitor came by https, so cookies are marked Secure.
    VisitorHost(const WebServices& services, const http::ParameterList& cookies, std::string_view address,
                std::string_view user_agent, bool secure);

    const User* user() const override { return session_ ? &session_->user : nullptr; }
    bool can(std::string_view permission) const override;
    std::string_view guest() const override { return guest_key_; }
    std::string_view ensure_guest() override;
    void sign_in(UserId user) override { sign_in(user, Stay::until_closed); }
    void sign_in(UserId user, Stay stay) override;
    void sign_out() override;

    /// What forgery tokens are bound to: the session, else the guest, else nothing.
    std::string_view token_owner() const;
    const auth::Session* session() const noexcept { return session_.get(); }
    bool has_session() const noexcept { return session_ != nullptr; }
    /// The flash cookie as it came, unverified.
    std::string_view sent_flash() const noexcept { return sent_flash_; }
    /// Set-Cookie values for the answer.
    const std::vector<std::string>& set_cookies() const noexcept { return set_cookies_; }
    void set_cookie(std::string name, std::string value, std::optional<std::chrono::seconds> max_age);

private:
    const WebServices& services_;
    const std::string address_;
    const std::string user_agent_;
    const bool secure_;
    std::string session_token_;
    std::string guest_key_;
    std::string sent_flash_;
    std::shared_ptr<const auth::Session> session_;
    std::vector<std::string> set_cookies_;
};

inline constexpr const char* session_cookie = "hurtrock_session";
inline constexpr const char* guest_cookie = "hurtrock_guest";
inline constexpr const char* flash_cookie = "hurtrock_flash";

} // namespace hurtrock::web
