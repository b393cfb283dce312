/// Health: the database, its pool, the workers, the disk, the versions.
#include "repository.hpp"
#include "rows.hpp"

#include <hurtrock/plugin.hpp>

#include <array>

namespace hurtrock::admin {
namespace {

/// Below this share of free space the disk needs a person.
constexpr std::uintmax_t disk_free_min_percent = 10;

std::string bytes_text(std::uintmax_t bytes)
{
    constexpr std::array units{"B", "kB", "MB", "GB", "TB"};
    std::size_t unit = 0;
    std::uintmax_t tenths = bytes * 10;
    while (tenths >= 10'000 && unit + 1 < units.size()) {
        tenths /= 1'000;
        ++unit;
    }
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " " + units[unit];
}

Value number(std::uint64_t count) { return static_cast<std::int64_t>(count); }

Value database_value(const AdminServices& services)
{
    const auto start = std::chrono::steady_clock::now();
    services.database.ping();
    const auto took_us = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start).count();
    const auto facts = repository::database_facts(services.database);
    return {{"version", facts.version},
            {"size", bytes_text(static_cast<std::uintmax_t>(facts.size_bytes))},
            {"started_at", time_value(facts.started_at)},
            {"ping_ms", std::to_string(took_us / 1000) + "." + std::to_string(took_us % 1000 / 100)}};
}

Value pool_value(const AdminServices& services)
{
    const auto pool = services.database.pool_status();
    return {{"size", number(pool.size)},     {"open", number(pool.open)},           {"idle", number(pool.idle)},
            {"waiting", number(pool.waiting)}, {"exhausted", number(pool.exhausted)}, {"reconnected", number(pool.reconnected)}};
}

Value workers_value(const AdminServices& services)
{
    const auto stats = services.workers();
    if (!stats) return {};
    return {{"threads", number(stats->threads)},   {"active", number(stats->active)},   {"queued", number(stats->queued)},
            {"finished", number(stats->finished)}, {"refused", number(stats->refused)}, {"failed", number(stats->failed)}};
}

Value disk_value(const AdminServices& services)
{
    std::error_code failed;
    const auto space = std::filesystem::space(services.data, failed);
    if (failed || space.capacity == 0) return {};
    const auto percent = space.available * 100 / space.capacity;
    return {{"free", bytes_text(space.available)},
            {"capacity", bytes_text(space.capacity)},
            {"percent", number(percent)},
            {"low", percent < disk_free_min_percent},
            {"folder", services.data.string()}};
}

Response show(const AdminServices& services)
{
    const auto list = services.plugins().status();
    std::int64_t running = 0;
    for (const auto& one : list) running += one.state == plugins::PluginState::enabled;
    return page("admin/system.html", {{"database", database_value(services)},
                                      {"pool", pool_value(services)},
                                      {"workers", workers_value(services)},
                                      {"disk", disk_value(services)},
                                      {"plugins_running", running},
                                      {"plugins_found", number(list.size())},
                                      {"now", time_value(services.clock.now())},
                                      {"sdk_version", std::to_string(sdk_version_major) + "." + std::to_string(sdk_version_minor)},
                                      {"compiler", std::string{"GCC "} + __VERSION__}});
}

std::string_view name_of(Access access)
{
    switch (access) {
    case Access::anyone: return "anyone";
    case Access::customer: return "customer";
    case Access::staff: return "staff";
    }
    return "";
}

/// Every address of the running shop and who may open it, for reviews and for tests that try each.
Response routes(const AdminServices& services)
{
    const auto registry = services.registry.get();
    auto list = Value::list();
    for (const auto& [owner, route] : registry->routes())
        list.push({{"method", plugins::name_of(route->method)},
                   {"path", route->path},
                   {"plugin", *owner},
                   {"access", name_of(route->options.access)},
                   {"permission", route->options.permission}});
    return json({{"routes", std::move(list)}});
}

} // namespace

void add_system(Registrations& rows, const Services& services)
{
    get(rows, "/admin/system", [services](const Request&) { return show(*services); }, for_staff("core.system.view"));
    get(rows, "/admin/system/routes", [services](const Request&) { return routes(*services); }, for_staff("core.system.view"));
    rows.menu.push_back({.label = "System", .path = "/admin/system", .icon = "screwdriver-wrench", .group = "System", .permission = "core.system.view", .position = 40});
}

} // namespace hurtrock::admin
