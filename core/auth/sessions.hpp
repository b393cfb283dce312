#pragma once
/// Who is signed in where. The cookie holds 256 random bits, the table their hash. A session read lately is answered
/// from memory for at most 5 s; ending one empties this node's memory at once, other nodes follow within those 5 s.
/// Thread-safe.
///
/// find, start and end open transactions of their own: call them outside one.

#include "repository.hpp"

#include <hurtrock/request.hpp>

#include <atomic>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace hurtrock::auth {

struct Session {
    std::int64_t id{0};
    /// 64 hex characters: what forgery tokens are bound to.
    std::string key;
    User user;
    Time created_at{};
    Time expires_at{};
    /// The language the user chose to work in, or empty.
    std::string locale{};
};

struct StartedSession {
    /// The cookie's value; known to nobody else.
    std::string token;
    Session session;
};

struct SessionLimits {
    /// Without a visit for this long a session ends.
    std::chrono::hours idle{24 * 30};
    /// Staff are asked sooner, and so is who did not ask to stay signed in.
    std::chrono::hours staff_idle{24};
    std::chrono::hours unremembered_idle{24};
    /// Ends whatever happens.
    std::chrono::hours age_max{24 * 90};
    std::chrono::seconds cached{5};
};

class Sessions {
public:
    Sessions(Database& database, Clock& clock, SessionLimits limits = {});

    /// Starts a session under a fresh token; the one of `replaced_token` ends (no session survives a login).
    StartedSession start(UserId user, std::string_view address, std::string_view user_agent,
                         std::string_view replaced_token = {}, Stay stay = Stay::thirty_days);
    /// Null for an unknown, ended or expired token and for inactive users. Notes the visit every few minutes.
    std::shared_ptr<const Session> find(std::string_view token);
    void end(std::string_view token);

    /// For a page "where am I signed in". Problem "accounts.session_unknown".
    std::vector<SessionLine> list(Reader& reader, UserId user);
    Result<Done> end(Transaction& tx, UserId user, std::int64_t session);
    void end_all(Transaction& tx, UserId user);
    void end_others(Transaction& tx, UserId user, std::int64_t kept);
    /// The language the user works in: "id", "en", or empty for what the browser asks for.
    void set_locale(Transaction& tx, UserId user, std::string_view locale);

    /// Reads the user anew at the next visit.
    void forget(UserId user);
    /// Deletes expired sessions and mailed tokens; for a job.
    std::size_t tidy();

private:
    struct Remembered {
        std::shared_ptr<const Session> session;
        Time until;
    };

    Time expiry(const User& user, bool remembered, Time created_at, Time now) const;
    std::shared_ptr<const Session> recall(const std::string& key, Time now);
    void remember(std::shared_ptr<const Session> session, Time now, std::uint64_t epoch);
    void note_visit(const SessionRow& row, Time now);

    Database& database_;
    Clock& clock_;
    const SessionLimits limits_;
    std::mutex mutex_;
    std::unordered_map<std::string, Remembered> remembered_;
    /// Counts forgettings: what was read before one is not remembered after it.
    std::uint64_t epoch_{0};
};

} // namespace hurtrock::auth
