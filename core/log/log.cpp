#include "log.hpp"

#include <hurtrock/clock.hpp>
#include <hurtrock/json.hpp>

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <unistd.h>

namespace hurtrock::log {
namespace {

thread_local std::string_view request_id;
bool as_json = true;

spdlog::logger& logger()
{
    static const auto instance = [] {
        auto made = std::make_shared<spdlog::logger>("hurtrock", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
        made->set_pattern("%v");
        made->set_level(spdlog::level::info);
        return made;
    }();
    return *instance;
}

spdlog::level::level_enum to_library(Level level)
{
    switch (level) {
    case Level::debug: return spdlog::level::debug;
    case Level::info: return spdlog::level::info;
    case Level::warning: return spdlog::level::warn;
    case Level::error: return spdlog::level::err;
    }
    return spdlog::level::info;
}

std::string_view name_of(Level level)
{
    switch (level) {
    case Level::debug: return "debug";
    case Level::info: return "info";
    case Level::warning: return "warning";
    case Level::error: return "error";
    }
    return "";
}

std::string now_text()
{
    return to_rfc3339(std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now()));
}

std::string json_line(Level level, std::string_view source, std::string_view message, const Value& fields)
{
    Value line{{"time", now_text()}, {"level", name_of(level)}, {"source", source}, {"message", message}};
    if (!request_id.empty()) line.set("request", request_id);
    line.merge(fields);
    return to_json(line);
}

std::string text_line(Level level, std::string_view source, std::string_view message, const Value& fields)
{
    auto line = now_text().substr(11, 12) + " " + std::string{name_of(level)};
    line.resize(21, ' ');
    line += std::string{source} + ": " + std::string{message};
    for (const auto& [key, value] : fields.entries())
        line += "  " + key + "=" + (value.is_text() ? std::string{value.text()} : to_json(value));
    if (!request_id.empty()) line += "  request=" + std::string{request_id};
    return line;
}

} // namespace

void setup(Level level, Format format)
{
    logger().set_level(to_library(level));
    as_json = format == Format::json || (format == Format::automatic && ::isatty(STDERR_FILENO) == 0);
}

void write(Level level, std::string_view source, std::string_view message, const Value& fields)
{
    const auto library_level = to_library(level);
    if (!logger().should_log(library_level)) return;
    const auto line = as_json ? json_line(level, source, message, fields) : text_line(level, source, message, fields);
    logger().log(library_level, "{}", line);
}

RequestScope::RequestScope(std::string_view id) noexcept { request_id = id; }
RequestScope::~RequestScope() { request_id = {}; }

} // namespace hurtrock::log
