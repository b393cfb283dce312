#pragma once
/// Structured log. Each line carries time, level, plugin and, inside a request, its id. Never pass secrets or card data.
/// Thread-safe.

#include <hurtrock/value.hpp>

namespace hurtrock {

class Log {
public:
    virtual void debug(std::string_view message, const Value& fields = {}) = 0;
    virtual void info(std::string_view message, const Value& fields = {}) = 0;
    virtual void warning(std::string_view message, const Value& fields = {}) = 0;
    virtual void error(std::string_view message, const Value& fields = {}) = 0;

protected:
    ~Log() = default;
};

} // namespace hurtrock
