#pragma once
/// The only SQL of this folder.

#include <hurtrock/database.hpp>

namespace hurtrock::audit {

struct Actor {
    /// None for commands and the system itself.
    std::optional<UserId> id{};
    std::string name;
    std::string address{};
};

struct Line {
    std::int64_t id{0};
    Actor actor;
    /// "settings.setting.change"
    std::string action;
    /// "plugin hello"
    std::string subject;
    Value before;
    Value after;
    Time at{};
};

struct Wanted {
    std::optional<UserId> actor{};
    /// An action or the beginning of several ("settings.").
    std::string action{};
    /// A part of the subject or the actor's name.
    std::string search{};
    /// Older than this one; 0 starts with the newest.
    std::int64_t before_id{0};
    int limit{50};
};

namespace repository {

void insert(Transaction& tx, const Line& line);
std::vector<Line> list(Reader& reader, const Wanted& wanted);
std::size_t delete_before(Transaction& tx, Time before);

} // namespace repository
} // namespace hurtrock::audit
