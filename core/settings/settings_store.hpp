#pragma once
/// The settings of all owners (plugins, the core, themes): declared by a schema, stored in the database, pinned by
/// YAML. Reads come from an immutable snapshot per owner, replaced when something changes. Thread-safe.
///
/// Which value wins: pinned in YAML (unless empty), then stored, then the schema's default.

#include "schema.hpp"
#include "sealed_box.hpp"

#include <hurtrock/database.hpp>
#include <hurtrock/log.hpp>

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace hurtrock::settings {

/// A value given in YAML and where: "config/plugins.yaml:12".
struct Pinned {
    Value value;
    std::string place;
};
using Pins = std::map<std::string, Pinned, std::less<>>;

/// One owner at one moment. Immutable.
struct Snapshot {
    Schema schema;
    Pins pins;
    /// Every declared key; secrets too.
    std::map<std::string, Value, std::less<>> values;
    /// Stored secrets that do not open: the server's secret has changed since.
    std::vector<std::string> unreadable;
    bool complete{true};
    /// Required, and it matters with these values, but there is none.
    std::vector<std::string> missing() const;
};

struct Changes {
    /// The fields that changed, for the audit log; a secret shows as whether it is set.
    Value before;
    Value after;
};

class SettingsStore {
public:
    /// `sealing_key`: 32 bytes. `changed(owner)` runs after a snapshot was replaced, on the thread that did it; may be
    /// empty.
    SettingsStore(Database& database, Clock& clock, Log& log, std::string sealing_key,
                  std::function<void(const std::string& owner)> changed = {});

    /// Declares an owner or replaces its declaration, and loads its values. Not inside a transaction. Answers the pins
    /// that the schema refuses, for a message with their place; such a pin is left out. (`field` is the key, the
    /// argument `place` its place.)
    std::vector<Problem> declare(const std::string& owner, Schema schema, Pins pins = {});
    /// Forgets the declaration; stored values stay.
    void retire(const std::string& owner);

    /// Throws std::out_of_range for an owner nobody declared.
    std::shared_ptr<const Snapshot> snapshot(const std::string& owner) const;
    /// Null for an owner nobody declared: a plugin may leave while somebody looks at it.
    std::shared_ptr<const Snapshot> find(const std::string& owner) const;

    /// What an admin form sent: {key: text}. A missing checkbox is off; a missing or pinned field stays; an empty field
    /// goes back to the default; an empty secret stays, unless "KEY_remove" is "on". Problem "form.invalid" with one
    /// detail per wrong field, "settings.unknown_owner". Takes effect on this node when the transaction commits.
    Result<Changes> save(Transaction& tx, const std::string& owner, const Value& form, const std::string& actor);
    /// The same for a single value, checkboxes included; for commands. Problem "settings.unknown_key",
    /// "settings.pinned" {place}.
    Result<Changes> save_one(Transaction& tx, const std::string& owner, const std::string& key, const Value& value,
                             const std::string& actor);
    /// Deletes an owner's stored values; for uninstalling.
    void remove(Transaction& tx, const std::string& owner);

    /// Looks whether any node saved something since, and reloads then. Cheap; call it every second, outside a
    /// transaction.
    bool refresh();

private:
    using Stored = std::map<std::string, Value, std::less<>>;

    std::shared_ptr<const Snapshot> build(const std::string& owner, Schema schema, Pins pins) const;
    void reload(const std::string& owner);
    void publish(const std::string& owner, std::shared_ptr<const Snapshot> snapshot);
    Result<Changes> apply(Transaction& tx, const std::string& owner, const Snapshot& now,
                          const std::map<std::string, Value>& values, const std::string& actor);

    Database& database_;
    Clock& clock_;
    Log& log_;
    const SealedBox box_;
    const std::function<void(const std::string&)> changed_;
    mutable std::mutex mutex_;
    std::map<std::string, std::shared_ptr<const Snapshot>, std::less<>> owners_;
    std::int64_t state_{-1};
};

} // namespace hurtrock::settings
