#pragma once
/// hurtrock::Settings of one owner. Thread-safe; throws std::out_of_range for a key that is not declared, and for
/// reading a secret as text or text as a secret.

#include "settings_store.hpp"

#include <hurtrock/settings.hpp>

namespace hurtrock::settings {

class SettingsHost final : public Settings {
public:
    /// The owner is declared in the store before the first read. The store outlives this.
    SettingsHost(const SettingsStore& store, std::string owner) : store_{store}, owner_{std::move(owner)} {}

    std::string text(std::string_view key) const override;
    std::int64_t integer(std::string_view key) const override;
    bool boolean(std::string_view key) const override;
    std::string secret(std::string_view key) const override;
    bool complete() const override;
    Value all() const override;

private:
    Value value(std::string_view key, bool secret) const;

    const SettingsStore& store_;
    const std::string owner_;
};

/// The model of an admin form: {owner, complete, fields: [{key, type, label, help, value, required, min, max, choices:
/// [{value, text, selected}], pinned, place, is_set, unreadable, error}]}. Never holds a secret; `is_set` says whether
/// there is one. `typed` (what a refused form sent) replaces the current values, `errors` is {key: sentence}.
Value form_model(const std::string& owner, const Snapshot& snapshot, std::string_view locale, const Value& typed = {},
                 const Value& errors = {});

} // namespace hurtrock::settings
