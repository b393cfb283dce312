#pragma once
/// hurtrock::Accounts over core.users. Thread-safe.

#include "login_throttle.hpp"
#include "password_pool.hpp"

#include <hurtrock/accounts.hpp>

#include <mutex>

namespace hurtrock::auth {

class Sessions;

class AccountsHost final : public Accounts {
public:
    /// All outlive this.
    AccountsHost(Database& database, Clock& clock, PasswordPool& passwords, Sessions& sessions);

    Result<std::string> hash_password(std::string_view password) override;
    Result<User> create(Transaction& tx, const NewUser& user) override;
    Result<User> authenticate(std::string_view email, std::string_view password,
                              std::string_view client_address) override;
    std::optional<User> find(Reader& reader, UserId user) override;
    std::optional<User> find(Reader& reader, std::string_view email) override;
    std::vector<User> find(Reader& reader, const std::vector<UserId>& users) override;
    Result<Done> update_profile(Transaction& tx, UserId user, std::string_view name, std::string_view phone) override;
    Result<Done> set_password(Transaction& tx, UserId user, std::string_view password_hash) override;
    void confirm(Transaction& tx, UserId user) override;
    std::string make_token(Transaction& tx, UserId user, TokenPurpose purpose) override;
    Result<UserId> use_token(Transaction& tx, std::string_view token, TokenPurpose purpose) override;
    std::int64_t count(Reader& reader) override;

    /// For admin: newest first, found by a part of e-mail or name; `before` is the last id of the page before, or none.
    std::vector<User> page(Reader& reader, std::string_view search, UserId before, int limit);
    /// An inactive user can neither sign in nor use a session. Problem "accounts.unknown".
    Result<Done> set_active(Transaction& tx, UserId user, bool active);
    /// Removes what throttling no longer needs; for a job.
    void tidy() { throttle_.tidy(); }

private:
    bool password_fits(const std::string* hash, std::string_view password);
    void renew_hash(UserId user, const std::string& hash, std::string_view password);

    Database& database_;
    Clock& clock_;
    PasswordPool& passwords_;
    Sessions& sessions_;
    LoginThrottle throttle_;
    std::once_flag decoy_made_;
    std::string decoy_hash_;
};

/// Trimmed, ASCII letters in lower case: how e-mails are stored and compared.
std::string normalised_email(std::string_view typed);
/// What can be an address: one @ with something on both sides, no spaces or control characters, at most 254 bytes.
bool is_email(std::string_view email);

} // namespace hurtrock::auth
