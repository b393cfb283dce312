#pragma once
/// The only SQL of this folder.

#include <hurtrock/database.hpp>

namespace hurtrock::events::repository {

struct Delivery {
    std::int64_t id{0};
    std::string event;
    std::string aggregate;
    Value payload;
    std::string plugin;
    std::string listener;
    int tries{0};
    Time next_try_at{};
    std::string last_error;
    Time raised_at{};
};

/// One row per listener; the lists are of equal length.
void insert(Transaction& tx, const std::string& event, const std::string& aggregate, const Value& payload,
            const std::vector<std::string>& plugins, const std::vector<std::string>& listeners, Time now);
/// Takes a due delivery that no earlier one of its listener and aggregate stands before; counts a try.
std::optional<Delivery> lease(Transaction& tx, Time now, Time lease_until);
/// These change nothing when the lease was lost (`tries` tells it).
void finish(Transaction& tx, const Delivery& delivery);
void try_again(Transaction& tx, const Delivery& delivery, const std::string& error, Time next_try_at);
void bury(Transaction& tx, const Delivery& delivery, const std::string& error);
/// Puts it back without counting the try.
void postpone(Transaction& tx, const Delivery& delivery, Time next_try_at);

/// Newest first; `before_id` 0 starts.
std::vector<Delivery> dead(Reader& reader, std::int64_t before_id, int limit);
std::int64_t count_dead(Reader& reader);
/// Age of the oldest pending delivery; for metrics.
std::optional<Time> oldest_pending(Reader& reader);
bool revive(Transaction& tx, std::int64_t delivery, Time now);
bool discard(Transaction& tx, std::int64_t delivery);
/// All of a plugin's rows; for uninstalling.
void remove_plugin(Transaction& tx, const std::string& plugin);

} // namespace hurtrock::events::repository
