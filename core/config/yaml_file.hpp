#pragma once
/// YAML with a memory for places: configuration errors name file, line and column.
///
/// Scalars become booleans (true, false, on, off, yes, no), integers, decimals or text; quoted ones stay text. "${NAME}"
/// inside text is replaced by the environment's NAME, or nothing ("${setting:…}" stays). Duplicate keys, anchors that recurse and more than one
/// document are errors.

#include <hurtrock/value.hpp>

#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>

namespace hurtrock::config {

/// what(): "config/plugins.yaml:9:5: unknown plugin …"
class ConfigError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class YamlFile {
public:
    /// Throws ConfigError, also when the file cannot be read. `shown_as` is the name used in errors.
    static YamlFile load(const std::filesystem::path& path, std::string shown_as = {});
    static YamlFile parse(std::string_view text, std::string shown_as);

    const Value& value() const noexcept { return value_; }
    /// "file:line:column" of the entry at a path of keys ("plugins/chat/enabled"), or of the closest parent known.
    std::string place(std::string_view path) const;
    /// Throws ConfigError at that place.
    [[noreturn]] void fail(std::string_view path, const std::string& message) const;
    const std::string& name() const noexcept { return name_; }

private:
    struct Place {
        int line, column;
    };
    friend struct YamlReader;

    std::string name_;
    Value value_;
    std::map<std::string, Place, std::less<>> places_;
};

} // namespace hurtrock::config
