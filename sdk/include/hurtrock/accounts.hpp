#pragma once
/// Accounts: users, their passwords and the tokens mailed to them. Users, roles and sessions live in the core; this is what
/// plugins may do with them. Thread-safe.

#include <hurtrock/database.hpp>

namespace hurtrock {

struct User {
    UserId id{};
    std::string public_id;
    std::string email;
    std::string name;
    std::string phone;
    bool confirmed{false};
    bool active{true};
    /// May see /admin, within the permissions of the roles held.
    bool staff{false};
    Time created_at{};
};

struct NewUser {
    std::string email;
    std::string name;
    std::string phone;
    /// From hash_password.
    std::string password_hash;
};

enum class TokenPurpose { confirm_email, reset_password };

class Accounts {
public:
    /// Argon2id (RFC 9106) at 19 MiB and 2 passes; takes about 75 ms on a pool of its own, so call it outside transactions.
    /// Problem "accounts.password_short" below 8 characters, "accounts.password_long" above 200,
    /// "accounts.password_common" for the best-known ones.
    virtual Result<std::string> hash_password(std::string_view password) = 0;

    /// Problem "accounts.email_taken". The new user is not confirmed.
    virtual Result<User> create(Transaction& tx, const NewUser& user) = 0;
    /// Checks e-mail and password; call it outside transactions. Problems: "accounts.wrong_login" (also for unknown
    /// e-mails, after the same time), "accounts.not_confirmed", "accounts.inactive", "accounts.throttled" with {seconds}.
    virtual Result<User> authenticate(std::string_view email, std::string_view password, std::string_view client_address) = 0;

    virtual std::optional<User> find(Reader& reader, UserId user) = 0;
    virtual std::optional<User> find(Reader& reader, std::string_view email) = 0;
    virtual std::vector<User> find(Reader& reader, const std::vector<UserId>& users) = 0;
    virtual Result<Done> update_profile(Transaction& tx, UserId user, std::string_view name, std::string_view phone) = 0;
    /// Ends every session of the user.
    virtual Result<Done> set_password(Transaction& tx, UserId user, std::string_view password_hash) = 0;
    virtual void confirm(Transaction& tx, UserId user) = 0;

    /// A token for a mailed link, valid 24 h (confirm) or 1 h (reset), usable once; older ones of the purpose end.
    virtual std::string make_token(Transaction& tx, UserId user, TokenPurpose purpose) = 0;
    /// Spends the token. Problem "accounts.token_invalid" when unknown, used or expired.
    virtual Result<UserId> use_token(Transaction& tx, std::string_view token, TokenPurpose purpose) = 0;

    virtual std::int64_t count(Reader& reader) = 0;

protected:
    ~Accounts() = default;
};

} // namespace hurtrock
