#include "settings_host.hpp"

#include <stdexcept>

namespace hurtrock::settings {

Value SettingsHost::value(std::string_view key, bool secret) const
{
    const auto snapshot = store_.snapshot(owner_);
    const auto* field = snapshot->schema.find(key);
    if (!field) throw std::out_of_range{owner_ + " declares no setting \"" + std::string{key} + '"'};
    if ((field->type == Type::secret) != secret)
        throw std::out_of_range{"setting \"" + std::string{key} + "\" of " + owner_ +
                                (secret ? " is no secret" : " is a secret")};
    return snapshot->values.find(key)->second;
}

std::string SettingsHost::text(std::string_view key) const
{
    const auto found = value(key, false);
    if (found.kind() == Value::Kind::integer) return std::to_string(found.integer());
    return std::string{found.text()};
}

std::int64_t SettingsHost::integer(std::string_view key) const { return value(key, false).integer(); }
bool SettingsHost::boolean(std::string_view key) const { return value(key, false).boolean(); }
std::string SettingsHost::secret(std::string_view key) const { return std::string{value(key, true).text()}; }
bool SettingsHost::complete() const { return store_.snapshot(owner_)->complete; }

Value SettingsHost::all() const
{
    const auto snapshot = store_.snapshot(owner_);
    auto all = Value::map();
    for (const auto& field : snapshot->schema.fields())
        if (field.type != Type::secret) all.set(field.key, snapshot->values.find(field.key)->second);
    return all;
}

} // namespace hurtrock::settings
