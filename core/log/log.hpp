#pragma once
/// The log: one line an event, to standard error. Text for people when that is a terminal, JSON for machines otherwise.
/// Thread-safe; a line is written whole.

#include <hurtrock/log.hpp>

#include <string>

namespace hurtrock::log {

enum class Level { debug, info, warning, error };
enum class Format { automatic, text, json };

/// Once, before threads start.
void setup(Level level, Format format);

/// `source` is the part of the program or the plugin that speaks.
void write(Level level, std::string_view source, std::string_view message, const Value& fields = {});

/// While it lives, lines of this thread carry the request's id.
class RequestScope {
public:
    explicit RequestScope(std::string_view id) noexcept;
    ~RequestScope();
    RequestScope(const RequestScope&) = delete;
    RequestScope& operator=(const RequestScope&) = delete;
};

/// The Log a plugin is given.
class LogHost final : public hurtrock::Log {
public:
    explicit LogHost(std::string source) : source_{std::move(source)} {}
    void debug(std::string_view message, const Value& fields) override { write(Level::debug, source_, message, fields); }
    void info(std::string_view message, const Value& fields) override { write(Level::info, source_, message, fields); }
    void warning(std::string_view message, const Value& fields) override { write(Level::warning, source_, message, fields); }
    void error(std::string_view message, const Value& fields) override { write(Level::error, source_, message, fields); }

private:
    const std::string source_;
};

} // namespace hurtrock::log
