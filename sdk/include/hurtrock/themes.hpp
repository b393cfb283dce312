#pragma once
/// Themes: which there are, which is in use, and its settings. A theme is data (templates, assets, locales), never code.
/// Thread-safe.

#include <hurtrock/result.hpp>

namespace hurtrock {

class Themes {
public:
    /// [{id, name, version, description, active, parent, settings (the schema with current values)}]
    virtual Value list() = 0;
    /// Shows on the next request. Problem "themes.unknown" with {id, suggestion}.
    virtual Result<Done> use(std::string_view id) = 0;
    /// Checks against the schema (Problem "themes.setting" per field) and stores; shows on the next request.
    virtual Result<Done> set_settings(std::string_view id, const Value& values) = 0;

protected:
    ~Themes() = default;
};

} // namespace hurtrock
