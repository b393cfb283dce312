#pragma once
/// The only SQL of this folder. Every function is one statement; all times come from the caller's clock.

#include <hurtrock/accounts.hpp>

namespace hurtrock::auth {

struct UserWithHash {
    User user;
    std::string password_hash;
};

struct SessionRow {
    std::int64_t id{0};
    User user;
    Time created_at{};
    Time last_seen_at{};
    Time expires_at{};
    bool remembered{false};
    /// The language the user chose, or empty.
    std::string locale{};
};

/// One line of the list of a user's sessions.
struct SessionLine {
    std::int64_t id{0};
    Time created_at{};
    Time last_seen_at{};
    std::string address;
    std::string user_agent;
};

struct NewSession {
    std::string token_hash;
    UserId user{};
    Time now{};
    Time expires_at{};
    std::string address;
    std::string user_agent;
    bool remembered{false};
};

struct ThrottleRule {
    /// So many attempts are free; each further one doubles the wait, which starts at one second.
    int free_attempts;
    int delay_s_max;
};

struct Grants {
    bool all{false};
    std::vector<std::string> permissions;
};

namespace repository {

/// nullopt when the e-mail is taken.
std::optional<User> insert_user(Transaction& tx, const NewUser& user, const std::string& email, Time now);
std::optional<UserWithHash> user_with_hash(Reader& reader, const std::string& email);
std::vector<User> users_by_id(Reader& reader, const std::vector<std::int64_t>& ids);
std::optional<User> user_by_email(Reader& reader, const std::string& email);
std::vector<User> users_page(Reader& reader, const std::string& search, std::int64_t before_id, int limit);
bool update_profile(Transaction& tx, UserId user, std::string_view name, std::string_view phone, Time now);
bool update_password(Transaction& tx, UserId user, std::string_view hash, Time now);
/// Only when the hash is still the one that was read.
void replace_hash(Transaction& tx, UserId user, const std::string& old_hash, const std::string& new_hash);
void confirm_user(Transaction& tx, UserId user, Time now);
/// Empty: no choice.
void set_locale(Transaction& tx, UserId user, std::string_view locale, Time now);
bool set_active(Transaction& tx, UserId user, bool active, Time now);
std::int64_t count_users(Reader& reader);

void delete_user_tokens(Transaction& tx, UserId user, std::string_view purpose);
void insert_user_token(Transaction& tx, const std::string& token_hash, UserId user, std::string_view purpose, Time now,
                       Time expires_at);
std::optional<UserId> take_user_token(Transaction& tx, const std::string& token_hash, std::string_view purpose,
                                      Time now);

/// Counts an attempt unless the origin is blocked. Answers 0, or the seconds left to wait.
std::int64_t count_attempt(Transaction& tx, const std::string& origin_hash, const ThrottleRule& rule, Time now,
                           std::int64_t forget_s);
void forget_attempts(Transaction& tx, const std::string& origin_hash);
void take_back_attempt(Transaction& tx, const std::string& origin_hash);
void delete_old_attempts(Transaction& tx, Time before);

std::int64_t insert_session(Transaction& tx, const NewSession& session);
std::optional<SessionRow> session_by_hash(Reader& reader, const std::string& token_hash, Time now);
void touch_session(Transaction& tx, std::int64_t session, Time now, Time expires_at);
std::optional<UserId> delete_session(Transaction& tx, const std::string& token_hash);
bool delete_session_of(Transaction& tx, UserId user, std::int64_t session);
void delete_sessions_of(Transaction& tx, UserId user);
void delete_other_sessions_of(Transaction& tx, UserId user, std::int64_t kept);
std::vector<SessionLine> sessions_of(Reader& reader, UserId user, Time now);
std::size_t delete_expired(Transaction& tx, Time now);

Grants grants_of(Reader& reader, UserId user);
std::vector<std::string> roles_of(Reader& reader, UserId user);
/// By an active user.
bool role_is_held(Reader& reader, std::string_view role);
bool role_exists(Reader& reader, std::string_view role);
void grant_role(Transaction& tx, UserId user, std::string_view role);
void revoke_role(Transaction& tx, UserId user, std::string_view role);
/// Locks the rows, so that of two revocations at once one sees the other.
std::vector<std::int64_t> lock_active_holders(Transaction& tx, std::string_view role);
std::vector<std::string> role_permissions(Reader& reader, std::string_view role);
void set_role_permissions(Transaction& tx, std::string_view role, const std::vector<std::string>& permissions);
void add_role_permissions(Transaction& tx, std::string_view role, const std::vector<std::string>& permissions);

} // namespace repository
} // namespace hurtrock::auth
