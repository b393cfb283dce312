#pragma once
/// Settings of this plugin, as plugin.yaml declares them (type, default, limits, secret, label). Stored in the database,
/// edited in admin; a value given in config/plugins.yaml wins and is shown read-only. Reads are from memory and
/// thread-safe; a key that the manifest does not declare throws std::out_of_range.

#include <hurtrock/value.hpp>

#include <string>

namespace hurtrock {

class Settings {
public:
    virtual std::string text(std::string_view key) const = 0;
    virtual std::int64_t integer(std::string_view key) const = 0;
    virtual bool boolean(std::string_view key) const = 0;
    /// A setting of type secret: encrypted at rest, never logged, never shown.
    virtual std::string secret(std::string_view key) const = 0;
    /// True when every setting marked `required` has a value.
    virtual bool complete() const = 0;
    /// All but the secrets, for templates.
    virtual Value all() const = 0;

protected:
    ~Settings() = default;
};

} // namespace hurtrock
