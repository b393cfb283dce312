#include "settings_store.hpp"

#include "repository.hpp"

#include <algorithm>
#include <stdexcept>

namespace hurtrock::settings {
namespace {

std::string place_of(const std::string& owner, const std::string& key) { return owner + '/' + key; }

bool has_value(const Value& value) { return !value.is_null() && !(value.is_text() && value.empty()); }

/// What the audit log may show.
Value shown(const Field& field, const Value& value)
{
    if (field.type == Type::secret) return has_value(value) ? "set" : "not set";
    return value;
}

/// The values as they would be after saving `changed`.
std::map<std::string, Value, std::less<>> merged(const Snapshot& now, const std::map<std::string, Value>& changed)
{
    auto values = now.values;
    for (const auto& [key, value] : changed) values[key] = value.is_null() ? now.schema.find(key)->fallback : value;
    return values;
}

} // namespace

std::vector<std::string> Snapshot::missing() const
{
    std::vector<std::string> keys;
    for (const auto& field : schema.fields()) {
        const auto value = values.find(field.key);
        if (field.required && (value == values.end() || !has_value(value->second)) && schema.applies(field, values))
            keys.push_back(field.key);
    }
    return keys;
}

SettingsStore::SettingsStore(Database& database, Clock& clock, Log& log, std::string sealing_key,
                             std::function<void(const std::string&)> changed)
    : database_{database}, clock_{clock}, log_{log}, box_{std::move(sealing_key)}, changed_{std::move(changed)}
{}

std::vector<Problem> SettingsStore::declare(const std::string& owner, Schema schema, Pins pins)
{
    std::vector<Problem> refused;
    for (auto pin = pins.begin(); pin != pins.end();) {
        const auto* field = schema.find(pin->first);
        auto checked =
            field ? check_value(*field, pin->second.value) : Result<Value>{Problem{"settings.unknown_key", pin->first}};
        if (checked) {
            // Empty, such as "${NAME}" of a variable that is not set: nothing is fixed.
            pin->second.value = std::move(*checked);
            pin = has_value(pin->second.value) ? std::next(pin) : pins.erase(pin);
            continue;
        }
        auto problem = checked.problem();
        problem.arguments.set("key", pin->first).set("place", pin->second.place);
        refused.push_back(std::move(problem));
        pin = pins.erase(pin);
    }
    publish(owner, build(owner, std::move(schema), std::move(pins)));
    return refused;
}

void SettingsStore::retire(const std::string& owner)
{
    const std::lock_guard lock{mutex_};
    owners_.erase(owner);
}

std::shared_ptr<const Snapshot> SettingsStore::snapshot(const std::string& owner) const
{
    auto found = find(owner);
    if (!found) throw std::out_of_range{"no settings are declared for \"" + owner + '"'};
    return found;
}

std::shared_ptr<const Snapshot> SettingsStore::find(const std::string& owner) const
{
    const std::lock_guard lock{mutex_};
    const auto found = owners_.find(owner);
    return found == owners_.end() ? nullptr : found->second;
}

std::shared_ptr<const Snapshot> SettingsStore::build(const std::string& owner, Schema schema, Pins pins) const
{
    auto fresh = std::make_shared<Snapshot>();
    fresh->schema = std::move(schema);
    fresh->pins = std::move(pins);
    for (const auto& field : fresh->schema.fields()) fresh->values[field.key] = field.fallback;

    for (auto& stored : repository::load(database_, owner)) {
        const auto* field = fresh->schema.find(stored.key);
        if (!field) continue; // declared by another version
        if (field->type == Type::secret) {
            auto secret = box_.open(place_of(owner, stored.key), stored.sealed);
            if (secret) {
                fresh->values[stored.key] = std::move(*secret);
            } else {
                fresh->unreadable.push_back(stored.key);
                log_.warning("a stored secret does not open; was the server's secret changed? Enter it again in admin",
                             {{"owner", owner}, {"key", stored.key}});
            }
        } else if (auto checked = check_value(*field, stored.value)) { // the schema may have become stricter
            if (!checked->is_null() || field->type == Type::text || field->type == Type::textarea)
                fresh->values[stored.key] = *checked;
        }
    }
    for (const auto& [key, pin] : fresh->pins) fresh->values[key] = pin.value;
    fresh->complete = fresh->missing().empty();
    return fresh;
}

void SettingsStore::publish(const std::string& owner, std::shared_ptr<const Snapshot> snapshot)
{
    {
        const std::lock_guard lock{mutex_};
        owners_.insert_or_assign(owner, std::move(snapshot));
    }
    if (changed_) changed_(owner);
}

void SettingsStore::reload(const std::string& owner)
{
    std::shared_ptr<const Snapshot> known;
    {
        const std::lock_guard lock{mutex_};
        const auto found = owners_.find(owner);
        if (found == owners_.end()) return;
        known = found->second;
    }
    publish(owner, build(owner, known->schema, known->pins));
}

Result<Changes> SettingsStore::save(Transaction& tx, const std::string& owner, const Value& form,
                                    const std::string& actor)
{
    std::shared_ptr<const Snapshot> now;
    try {
        now = snapshot(owner);
    } catch (const std::out_of_range&) {
        return Problem{.code = "settings.unknown_owner", .arguments = {{"owner", owner}}, .status = 404};
    }

    std::map<std::string, Value> values;
    std::vector<Problem> problems;
    for (const auto& field : now->schema.fields()) {
        if (now->pins.contains(field.key)) continue;
        const auto* typed = form.find(field.key);
        if (field.type == Type::boolean) {
            values[field.key] =
                typed && check_value(field, *typed).ok() ? check_value(field, *typed)->boolean() : false;
            continue;
        }
        const bool remove = form[field.key + "_remove"].text() == "on";
        if (!typed && !remove) continue;
        auto checked = remove ? Result<Value>{Value{}} : check_value(field, *typed);
        if (!checked) {
            problems.push_back(checked.problem());
            continue;
        }
        if (field.type == Type::secret && checked->is_null() && !remove) continue;
        values[field.key] = std::move(*checked);
    }
    for (const auto& field : now->schema.fields())
        if (const auto typed = values.find(field.key); field.required && typed != values.end() && typed->second.is_null() &&
                                                       field.fallback.is_null() && now->schema.applies(field, merged(*now, values)))
            problems.push_back({.code = "form.required", .field = field.key});
    if (!problems.empty()) return Problem{.code = "form.invalid", .details = std::move(problems)};
    return apply(tx, owner, *now, values, actor);
}

Result<Changes> SettingsStore::save_one(Transaction& tx, const std::string& owner, const std::string& key,
                                        const Value& value, const std::string& actor)
{
    const auto now = snapshot(owner);
    const auto* field = now->schema.find(key);
    if (!field) return Problem{.code = "settings.unknown_key", .field = key, .arguments = {{"key", key}}};
    if (const auto pin = now->pins.find(key); pin != now->pins.end())
        return Problem{
            .code = "settings.pinned", .field = key, .arguments = {{"key", key}, {"place", pin->second.place}}};
    auto checked = check_value(*field, value);
    if (!checked) return checked.problem();
    return apply(tx, owner, *now, {{key, *checked}}, actor);
}

Result<Changes> SettingsStore::apply(Transaction& tx, const std::string& owner, const Snapshot& now,
                                     const std::map<std::string, Value>& values, const std::string& actor)
{
    Changes changes{Value::map(), Value::map()};
    for (const auto& [key, value] : values) {
        const auto& field = *now.schema.find(key);
        const bool emptied = value.is_null();
        // An emptied text stays empty; every other emptied field goes back to its default.
        const bool stays_empty =
            emptied && !field.required && (field.type == Type::text || field.type == Type::textarea);
        const Value effective = stays_empty ? Value{""} : emptied ? field.fallback : value;
        const auto& before = now.values.at(key);
        if (effective == before || (!has_value(effective) && !has_value(before))) continue;

        const bool secret = field.type == Type::secret && !emptied;
        repository::store(tx, owner, key, secret || (emptied && !stays_empty) ? Value{} : effective,
                          secret ? box_.seal(place_of(owner, key), value.text()) : std::string{}, actor, clock_.now());
        changes.before.set(key, shown(field, before));
        changes.after.set(key, field.type == Type::secret && secret ? Value{has_value(before) ? "changed" : "set"}
                                                                    : shown(field, effective));
    }
    if (!changes.after.empty()) tx.after_commit([this, owner] { reload(owner); });
    return changes;
}

void SettingsStore::remove(Transaction& tx, const std::string& owner)
{
    repository::remove_owner(tx, owner);
    tx.after_commit([this, owner] { reload(owner); });
}

bool SettingsStore::refresh()
{
    const auto state = repository::state(database_);
    std::vector<std::string> owners;
    {
        const std::lock_guard lock{mutex_};
        if (state == state_) return false;
        state_ = state; // the first look reloads too: a save may have fallen between declaring and looking
        for (const auto& [owner, snapshot] : owners_) owners.push_back(owner);
    }
    for (const auto& owner : owners) reload(owner);
    return true;
}

} // namespace hurtrock::settings
