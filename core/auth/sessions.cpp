#include "sessions.hpp"

#include "encoding.hpp"

#include <algorithm>

namespace hurtrock::auth {
namespace {

using namespace std::chrono_literals;

constexpr auto visit_noted_every = 5min;
constexpr std::size_t remembered_max = 20'000;
constexpr std::size_t user_agent_bytes_max = 300;

} // namespace

Sessions::Sessions(Database& database, Clock& clock, SessionLimits limits)
    : database_{database}, clock_{clock}, limits_{limits}
{}

Time Sessions::expiry(const User& user, bool remembered, Time created_at, Time now) const
{
    const auto idle = user.staff ? limits_.staff_idle : remembered ? limits_.idle : limits_.unremembered_idle;
    return std::min<Time>(now + idle, created_at + limits_.age_max);
}

StartedSession Sessions::start(UserId user, std::string_view address, std::string_view user_agent,
                               std::string_view replaced_token, Stay stay)
{
    const bool remembered = stay == Stay::thirty_days;
    const auto token = random_token();
    const auto now = clock_.now();
    auto session = database_.transaction("core.start_session", [&](Transaction& tx) -> Result<Session> {
        if (looks_like_token(replaced_token)) repository::delete_session(tx, sha256_hex(replaced_token));
        const auto users = repository::users_by_id(tx, {user.value});
        if (users.empty() || !users.front().active) return Problem{.code = "accounts.inactive", .status = 403};
        const auto expires_at = expiry(users.front(), remembered, now, now);
        const NewSession fresh{sha256_hex(token),
                               user,
                               now,
                               expires_at,
                               std::string{address},
                               std::string{user_agent.substr(0, user_agent_bytes_max)},
                               remembered};
        const auto id = repository::insert_session(tx, fresh);
        return Session{id, fresh.token_hash, users.front(), now, expires_at, {}};
    });
    forget(user);
    if (!session) throw std::runtime_error{"a session was started for a user who is not active"};
    return {token, std::move(*session)};
}

std::shared_ptr<const Session> Sessions::find(std::string_view token)
{
    if (!looks_like_token(token)) return nullptr;
    const auto key = sha256_hex(token);
    const auto now = clock_.now();
    if (auto session = recall(key, now)) return session;

    std::uint64_t epoch;
    {
        const std::lock_guard lock{mutex_};
        epoch = epoch_;
    }
    const auto row = repository::session_by_hash(database_, key, now);
    if (!row) return nullptr;
    if (now - row->last_seen_at >= visit_noted_every) note_visit(*row, now);
    auto session = std::make_shared<const Session>(
        Session{row->id, key, row->user, row->created_at, row->expires_at, row->locale});
    remember(session, now, epoch);
    return session;
}

void Sessions::note_visit(const SessionRow& row, Time now)
{
    (void)database_.transaction("core.note_visit", [&](Transaction& tx) -> Result<Done> {
        repository::touch_session(tx, row.id, now, expiry(row.user, row.remembered, row.created_at, now));
        return Done{};
    });
}

void Sessions::end(std::string_view token)
{
    if (!looks_like_token(token)) return;
    const auto key = sha256_hex(token);
    (void)database_.transaction("core.end_session", [&](Transaction& tx) -> Result<Done> {
        repository::delete_session(tx, key);
        return Done{};
    });
    const std::lock_guard lock{mutex_};
    ++epoch_;
    remembered_.erase(key);
}

std::vector<SessionLine> Sessions::list(Reader& reader, UserId user)
{
    return repository::sessions_of(reader, user, clock_.now());
}

Result<Done> Sessions::end(Transaction& tx, UserId user, std::int64_t session)
{
    if (!repository::delete_session_of(tx, user, session))
        return Problem{.code = "accounts.session_unknown", .status = 404};
    tx.after_commit([this, user] { forget(user); });
    return Done{};
}

void Sessions::end_all(Transaction& tx, UserId user)
{
    repository::delete_sessions_of(tx, user);
    tx.after_commit([this, user] { forget(user); });
}

void Sessions::end_others(Transaction& tx, UserId user, std::int64_t kept)
{
    repository::delete_other_sessions_of(tx, user, kept);
    tx.after_commit([this, user] { forget(user); });
}

void Sessions::set_locale(Transaction& tx, UserId user, std::string_view locale)
{
    repository::set_locale(tx, user, locale, clock_.now());
    tx.after_commit([this, user] { forget(user); });
}

void Sessions::forget(UserId user)
{
    const std::lock_guard lock{mutex_};
    ++epoch_;
    std::erase_if(remembered_, [user](const auto& entry) { return entry.second.session->user.id == user; });
}

std::size_t Sessions::tidy()
{
    std::size_t removed = 0;
    (void)database_.transaction("core.tidy_sessions", [&](Transaction& tx) -> Result<Done> {
        removed = repository::delete_expired(tx, clock_.now());
        return Done{};
    });
    return removed;
}

std::shared_ptr<const Session> Sessions::recall(const std::string& key, Time now)
{
    const std::lock_guard lock{mutex_};
    const auto found = remembered_.find(key);
    if (found == remembered_.end() || found->second.until <= now || found->second.session->expires_at <= now)
        return nullptr;
    return found->second.session;
}

void Sessions::remember(std::shared_ptr<const Session> session, Time now, std::uint64_t epoch)
{
    const std::lock_guard lock{mutex_};
    if (epoch != epoch_) return;
    if (remembered_.size() >= remembered_max) remembered_.clear();
    const auto key = session->key;
    remembered_.insert_or_assign(key, Remembered{std::move(session), now + limits_.cached});
}

} // namespace hurtrock::auth
