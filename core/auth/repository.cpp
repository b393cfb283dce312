#include "repository.hpp"

namespace hurtrock::auth::repository {
namespace {

#define USER_COLUMNS                                                                                                   \
    "u.id, u.public_id, u.email, u.name, u.phone, u.confirmed_at IS NOT NULL AS confirmed, u.active, "                 \
    "EXISTS (SELECT FROM core.user_roles r WHERE r.user_id = u.id) AS staff, u.created_at"

User read_user(const Row& row, std::string_view id_column = "id")
{
    User user;
    user.id = row.id<UserId>(id_column);
    user.public_id = row.text("public_id");
    user.email = row.text("email");
    user.name = row.text("name");
    user.phone = row.text("phone");
    user.confirmed = row.boolean("confirmed");
    user.active = row.boolean("active");
    user.staff = row.boolean("staff");
    user.created_at = row.time("created_at");
    return user;
}

std::vector<User> read_users(const Rows& rows)
{
    std::vector<User> users;
    users.reserve(rows.size());
    for (const auto& row : rows) users.push_back(read_user(row));
    return users;
}

std::vector<std::string> texts(const Rows& rows, std::string_view column)
{
    std::vector<std::string> list;
    list.reserve(rows.size());
    for (const auto& row : rows) list.emplace_back(row.text(column));
    return list;
}

/// The pattern of LIKE that finds the text anywhere.
std::string containing(const std::string& text)
{
    std::string pattern = "%";
    for (const char letter : text) {
        if (letter == '%' || letter == '_' || letter == '\\') pattern += '\\';
        pattern += letter;
    }
    return pattern + '%';
}

} // namespace

const Query insert_user_query{"core.insert_user", R"(
    INSERT INTO core.users AS u (public_id, email, name, phone, password_hash, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6::timestamptz, $6::timestamptz)
        ON CONFLICT (email) DO NOTHING
 RETURNING )" USER_COLUMNS};

std::optional<User> insert_user(Transaction& tx, const NewUser& user, const std::string& email, Time now)
{
    const auto rows =
        tx.run(insert_user_query, {make_public_id(), email, user.name, user.phone, user.password_hash, now});
    if (rows.empty()) return std::nullopt;
    return read_user(rows.front());
}

const Query user_with_hash_query{"core.user_with_hash",
                                 "SELECT " USER_COLUMNS ", u.password_hash FROM core.users u WHERE u.email = $1"};

std::optional<UserWithHash> user_with_hash(Reader& reader, const std::string& email)
{
    const auto rows = reader.run(user_with_hash_query, {email});
    if (rows.empty()) return std::nullopt;
    return UserWithHash{read_user(rows.front()), std::string{rows.front().text("password_hash")}};
}

const Query users_by_id_query{"core.users_by_id", "SELECT " USER_COLUMNS R"(
      FROM core.users u WHERE u.id = ANY($1::bigint[]) ORDER BY u.id)"};

std::vector<User> users_by_id(Reader& reader, const std::vector<std::int64_t>& ids)
{
    if (ids.empty()) return {};
    return read_users(reader.run(users_by_id_query, {ids}));
}

const Query user_by_email_query{"core.user_by_email", "SELECT " USER_COLUMNS " FROM core.users u WHERE u.email = $1"};

std::optional<User> user_by_email(Reader& reader, const std::string& email)
{
    const auto rows = reader.run(user_by_email_query, {email});
    if (rows.empty()) return std::nullopt;
    return read_user(rows.front());
}

const Query users_page_query{"core.users_page", "SELECT " USER_COLUMNS R"(
      FROM core.users u
     WHERE ($1 = '%%' OR u.email ILIKE $1 OR u.name ILIKE $1)
       AND ($2::bigint = 0 OR u.id < $2::bigint)
     ORDER BY u.id DESC
     LIMIT $3::int)"};

std::vector<User> users_page(Reader& reader, const std::string& search, std::int64_t before_id, int limit)
{
    return read_users(reader.run(users_page_query, {containing(search), before_id, limit}));
}

const Query update_profile_query{"core.update_profile", R"(
    UPDATE core.users SET name = $2, phone = $3, updated_at = $4::timestamptz WHERE id = $1)"};

bool update_profile(Transaction& tx, UserId user, std::string_view name, std::string_view phone, Time now)
{
    return tx.run(update_profile_query, {user, name, phone, now}).affected() == 1;
}

const Query update_password_query{"core.update_password", R"(
    UPDATE core.users SET password_hash = $2, updated_at = $3::timestamptz WHERE id = $1)"};

bool update_password(Transaction& tx, UserId user, std::string_view hash, Time now)
{
    return tx.run(update_password_query, {user, hash, now}).affected() == 1;
}

const Query replace_hash_query{"core.replace_password_hash",
                               "UPDATE core.users SET password_hash = $3 WHERE id = $1 AND password_hash = $2"};

void replace_hash(Transaction& tx, UserId user, const std::string& old_hash, const std::string& new_hash)
{
    tx.run(replace_hash_query, {user, old_hash, new_hash});
}

const Query confirm_user_query{"core.confirm_user", R"(
    UPDATE core.users SET confirmed_at = $2::timestamptz, updated_at = $2::timestamptz WHERE id = $1 AND confirmed_at IS NULL)"};

void confirm_user(Transaction& tx, UserId user, Time now) { tx.run(confirm_user_query, {user, now}); }

const Query set_active_query{"core.set_user_active", R"(
    UPDATE core.users SET active = $2::boolean, updated_at = $3::timestamptz WHERE id = $1)"};

bool set_active(Transaction& tx, UserId user, bool active, Time now)
{
    return tx.run(set_active_query, {user, active, now}).affected() == 1;
}

const Query count_users_query{"core.count_users", "SELECT count(*) AS users FROM core.users"};

std::int64_t count_users(Reader& reader) { return reader.run(count_users_query).front().integer("users"); }

const Query delete_user_tokens_query{"core.delete_user_tokens",
                                     "DELETE FROM core.user_tokens WHERE user_id = $1 AND purpose = $2"};

void delete_user_tokens(Transaction& tx, UserId user, std::string_view purpose)
{
    tx.run(delete_user_tokens_query, {user, purpose});
}

const Query insert_user_token_query{"core.insert_user_token", R"(
    INSERT INTO core.user_tokens (token_hash, user_id, purpose, created_at, expires_at)
    VALUES ($1, $2, $3, $4::timestamptz, $5::timestamptz))"};

void insert_user_token(Transaction& tx, const std::string& token_hash, UserId user, std::string_view purpose, Time now,
                       Time expires_at)
{
    tx.run(insert_user_token_query, {token_hash, user, purpose, now, expires_at});
}

const Query take_user_token_query{"core.take_user_token", R"(
    DELETE FROM core.user_tokens WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3::timestamptz RETURNING user_id)"};

std::optional<UserId> take_user_token(Transaction& tx, const std::string& token_hash, std::string_view purpose,
                                      Time now)
{
    const auto rows = tx.run(take_user_token_query, {token_hash, purpose, now});
    if (rows.empty()) return std::nullopt;
    return rows.front().id<UserId>("user_id");
}

/// $3 free attempts, $4 longest delay, $5 seconds after which all is forgotten. The WHERE keeps a blocked row as it is.
const Query count_attempt_query{"core.count_login_attempt", R"(
    INSERT INTO core.login_attempts AS l (origin_hash, attempts, last_attempt_at, blocked_until)
    VALUES ($1, 1, $2::timestamptz, $2::timestamptz)
        ON CONFLICT (origin_hash) DO UPDATE
       SET attempts = CASE WHEN l.last_attempt_at < $2::timestamptz - make_interval(secs => $5::float8) THEN 1 ELSE l.attempts + 1 END,
           last_attempt_at = $2::timestamptz,
           blocked_until = $2::timestamptz + make_interval(secs =>
               CASE WHEN l.last_attempt_at < $2::timestamptz - make_interval(secs => $5::float8) OR l.attempts < $3::int THEN 0
                    ELSE least($4::float8, 2 ^ least(30, l.attempts - $3::int)) END)
     WHERE l.blocked_until <= $2::timestamptz
 RETURNING attempts)"};
const Query wait_query{"core.login_wait", R"(
    SELECT greatest(1, ceil(extract(epoch FROM blocked_until - $2::timestamptz)))::bigint AS seconds
      FROM core.login_attempts WHERE origin_hash = $1)"};

std::int64_t count_attempt(Transaction& tx, const std::string& origin_hash, const ThrottleRule& rule, Time now,
                           std::int64_t forget_s)
{
    const auto counted =
        tx.run(count_attempt_query, {origin_hash, now, rule.free_attempts, rule.delay_s_max, forget_s});
    if (!counted.empty()) return 0;
    const auto rows = tx.run(wait_query, {origin_hash, now});
    return rows.empty() ? 1 : rows.front().integer("seconds");
}

const Query forget_attempts_query{"core.forget_login_attempts",
                                  "DELETE FROM core.login_attempts WHERE origin_hash = $1"};

void forget_attempts(Transaction& tx, const std::string& origin_hash) { tx.run(forget_attempts_query, {origin_hash}); }

const Query take_back_attempt_query{"core.take_back_login_attempt", R"(
    UPDATE core.login_attempts SET attempts = attempts - 1 WHERE origin_hash = $1 AND attempts > 1)"};

void take_back_attempt(Transaction& tx, const std::string& origin_hash)
{
    tx.run(take_back_attempt_query, {origin_hash});
}

const Query delete_old_attempts_query{"core.delete_old_login_attempts",
                                      "DELETE FROM core.login_attempts WHERE last_attempt_at < $1::timestamptz"};

void delete_old_attempts(Transaction& tx, Time before) { tx.run(delete_old_attempts_query, {before}); }

const Query set_locale_query{"core.set_user_locale", R"(
    UPDATE core.users SET locale = nullif($2, ''), updated_at = $3::timestamptz WHERE id = $1)"};

void set_locale(Transaction& tx, UserId user, std::string_view locale, Time now)
{
    tx.run(set_locale_query, {user, locale, now});
}

const Query insert_session_query{"core.insert_session", R"(
    INSERT INTO core.sessions (token_hash, user_id, created_at, last_seen_at, expires_at, address, user_agent, remembered)
    VALUES ($1, $2, $3::timestamptz, $3::timestamptz, $4::timestamptz, $5, $6, $7)
 RETURNING id)"};

std::int64_t insert_session(Transaction& tx, const NewSession& session)
{
    return tx
        .run(insert_session_query,
             {session.token_hash, session.user, session.now, session.expires_at, session.address, session.user_agent,
              session.remembered})
        .front()
        .integer("id");
}

const Query session_by_hash_query{"core.session_by_hash", "SELECT " USER_COLUMNS R"(,
           s.id AS session_id, s.created_at AS started_at, s.last_seen_at, s.expires_at,
           s.remembered, u.locale
      FROM core.sessions s
      JOIN core.users u ON u.id = s.user_id
     WHERE s.token_hash = $1 AND s.expires_at > $2::timestamptz AND u.active)"};

std::optional<SessionRow> session_by_hash(Reader& reader, const std::string& token_hash, Time now)
{
    const auto rows = reader.run(session_by_hash_query, {token_hash, now});
    if (rows.empty()) return std::nullopt;
    const auto row = rows.front();
    return SessionRow{row.integer("session_id"), read_user(row), row.time("started_at"), row.time("last_seen_at"),
                      row.time("expires_at"), row.boolean("remembered"), std::string{row.text("locale")}};
}

const Query touch_session_query{"core.touch_session", R"(
    UPDATE core.sessions SET last_seen_at = $2::timestamptz, expires_at = $3::timestamptz WHERE id = $1)"};

void touch_session(Transaction& tx, std::int64_t session, Time now, Time expires_at)
{
    tx.run(touch_session_query, {session, now, expires_at});
}

const Query delete_session_query{"core.delete_session",
                                 "DELETE FROM core.sessions WHERE token_hash = $1 RETURNING user_id"};

std::optional<UserId> delete_session(Transaction& tx, const std::string& token_hash)
{
    const auto rows = tx.run(delete_session_query, {token_hash});
    if (rows.empty()) return std::nullopt;
    return rows.front().id<UserId>("user_id");
}

const Query delete_session_of_query{"core.delete_session_of",
                                    "DELETE FROM core.sessions WHERE user_id = $1 AND id = $2"};

bool delete_session_of(Transaction& tx, UserId user, std::int64_t session)
{
    return tx.run(delete_session_of_query, {user, session}).affected() == 1;
}

const Query delete_sessions_of_query{"core.delete_sessions_of", "DELETE FROM core.sessions WHERE user_id = $1"};

void delete_sessions_of(Transaction& tx, UserId user) { tx.run(delete_sessions_of_query, {user}); }

const Query delete_other_sessions_of_query{"core.delete_other_sessions_of",
                                           "DELETE FROM core.sessions WHERE user_id = $1 AND id <> $2"};

void delete_other_sessions_of(Transaction& tx, UserId user, std::int64_t kept)
{
    tx.run(delete_other_sessions_of_query, {user, kept});
}

const Query sessions_of_query{"core.sessions_of", R"(
    SELECT id, created_at, last_seen_at, address, user_agent
      FROM core.sessions WHERE user_id = $1 AND expires_at > $2::timestamptz ORDER BY last_seen_at DESC LIMIT 100)"};

std::vector<SessionLine> sessions_of(Reader& reader, UserId user, Time now)
{
    std::vector<SessionLine> lines;
    for (const auto& row : reader.run(sessions_of_query, {user, now}))
        lines.push_back({row.integer("id"), row.time("created_at"), row.time("last_seen_at"),
                         std::string{row.text("address")}, std::string{row.text("user_agent")}});
    return lines;
}

const Query delete_expired_sessions_query{"core.delete_expired_sessions",
                                          "DELETE FROM core.sessions WHERE expires_at <= $1::timestamptz"};
const Query delete_expired_tokens_query{"core.delete_expired_tokens",
                                        "DELETE FROM core.user_tokens WHERE expires_at <= $1::timestamptz"};

std::size_t delete_expired(Transaction& tx, Time now)
{
    return tx.run(delete_expired_sessions_query, {now}).affected() +
           tx.run(delete_expired_tokens_query, {now}).affected();
}

const Query grants_query{"core.grants_of_user", R"(
    SELECT r.all_permissions, p.permission
      FROM core.user_roles ur
      JOIN core.users u ON u.id = ur.user_id AND u.active
      JOIN core.roles r ON r.name = ur.role
      LEFT JOIN core.role_permissions p ON p.role = r.name
     WHERE ur.user_id = $1)"};

Grants grants_of(Reader& reader, UserId user)
{
    Grants grants;
    for (const auto& row : reader.run(grants_query, {user})) {
        grants.all = grants.all || row.boolean("all_permissions");
        if (!row.is_null("permission")) grants.permissions.emplace_back(row.text("permission"));
    }
    return grants;
}

const Query roles_of_query{"core.roles_of_user", "SELECT role FROM core.user_roles WHERE user_id = $1 ORDER BY role"};

std::vector<std::string> roles_of(Reader& reader, UserId user)
{
    return texts(reader.run(roles_of_query, {user}), "role");
}

const Query role_is_held_query{"core.role_is_held", R"(
    SELECT FROM core.user_roles ur JOIN core.users u ON u.id = ur.user_id WHERE ur.role = $1 AND u.active LIMIT 1)"};

bool role_is_held(Reader& reader, std::string_view role) { return !reader.run(role_is_held_query, {role}).empty(); }

const Query role_exists_query{"core.role_exists", "SELECT FROM core.roles WHERE name = $1"};

bool role_exists(Reader& reader, std::string_view role) { return !reader.run(role_exists_query, {role}).empty(); }

const Query grant_role_query{"core.grant_role",
                             "INSERT INTO core.user_roles (user_id, role) VALUES ($1, $2) ON CONFLICT DO NOTHING"};

void grant_role(Transaction& tx, UserId user, std::string_view role) { tx.run(grant_role_query, {user, role}); }

const Query revoke_role_query{"core.revoke_role", "DELETE FROM core.user_roles WHERE user_id = $1 AND role = $2"};

void revoke_role(Transaction& tx, UserId user, std::string_view role) { tx.run(revoke_role_query, {user, role}); }

const Query lock_active_holders_query{"core.lock_holders_of_role", R"(
    SELECT ur.user_id FROM core.user_roles ur JOIN core.users u ON u.id = ur.user_id
     WHERE ur.role = $1 AND u.active ORDER BY ur.user_id FOR UPDATE OF ur)"};

std::vector<std::int64_t> lock_active_holders(Transaction& tx, std::string_view role)
{
    std::vector<std::int64_t> users;
    for (const auto& row : tx.run(lock_active_holders_query, {role})) users.push_back(row.integer("user_id"));
    return users;
}

const Query role_permissions_query{"core.role_permissions",
                                   "SELECT permission FROM core.role_permissions WHERE role = $1 ORDER BY permission"};

std::vector<std::string> role_permissions(Reader& reader, std::string_view role)
{
    return texts(reader.run(role_permissions_query, {role}), "permission");
}

const Query remove_role_permissions_query{
    "core.remove_role_permissions",
    "DELETE FROM core.role_permissions WHERE role = $1 AND permission <> ALL($2::text[])"};
const Query add_role_permissions_query{"core.add_role_permissions", R"(
    INSERT INTO core.role_permissions (role, permission) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING)"};

void set_role_permissions(Transaction& tx, std::string_view role, const std::vector<std::string>& permissions)
{
    tx.run(remove_role_permissions_query, {role, permissions});
    add_role_permissions(tx, role, permissions);
}

void add_role_permissions(Transaction& tx, std::string_view role, const std::vector<std::string>& permissions)
{
    tx.run(add_role_permissions_query, {role, permissions});
}

} // namespace hurtrock::auth::repository
