#include "parked.hpp"

#include "router.hpp"

#include "core/base/files.hpp"
#include "core/log/log.hpp"

#include <hurtrock/json.hpp>
#include <hurtrock/response.hpp>

namespace hurtrock::plugins {
namespace {

constexpr std::string_view webhooks = "/webhooks/";
constexpr const char* retry_after_s = "30";

Response off(const Request&) { return problem({.code = "core.unavailable", .status = 503}).header("Retry-After", retry_after_s); }

} // namespace

Parked::Parked(std::filesystem::path file) : file_{std::move(file)} { load(); }

void Parked::remember(const Registrations& rows)
{
    std::vector<Address> addresses;
    for (const auto& route : rows.routes)
        if (route.path.starts_with(webhooks)) addresses.emplace_back(route.method, route.path);
    const auto known = by_plugin_.find(rows.owner);
    if (known == by_plugin_.end() ? addresses.empty() : known->second == addresses) return;
    by_plugin_[rows.owner] = std::move(addresses);
    save();
}

std::shared_ptr<const Registrations> Parked::rows_of(const std::string& plugin) const
{
    const auto found = by_plugin_.find(plugin);
    if (found == by_plugin_.end() || found->second.empty()) return nullptr;
    auto rows = std::make_shared<Registrations>(Registrations{.owner = plugin});
    for (const auto& [method, path] : found->second) rows->routes.push_back({method, path, off, {.csrf = Csrf::none}});
    return rows;
}

/// A damaged file is an empty one: it must not keep the shop closed.
void Parked::load()
{
    if (!std::filesystem::exists(file_)) return;
    const auto read = from_json(base::read_file(file_));
    if (!read) return;
    for (const auto& [plugin, addresses] : read->entries())
        for (const auto& address : addresses.items())
            if (const auto method = method_named(address["method"].text()); method && address["path"].text().starts_with(webhooks))
                by_plugin_[plugin].emplace_back(*method, address["path"].text());
}

void Parked::save() const
{
    auto all = Value::map();
    for (const auto& [plugin, addresses] : by_plugin_) {
        auto list = Value::list();
        for (const auto& [method, path] : addresses) list.push({{"method", name_of(method)}, {"path", path}});
        all.set(plugin, std::move(list));
    }
    try {
        std::filesystem::create_directories(file_.parent_path());
        base::write_file(file_, to_json(all) + "\n");
    } catch (const std::exception& error) {
        log::write(log::Level::warning, "plugins", "webhook addresses cannot be remembered", {{"reason", error.what()}});
    }
}

} // namespace hurtrock::plugins
