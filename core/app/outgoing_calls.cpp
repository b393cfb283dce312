#include "outgoing_calls.hpp"

#include "core/db/database_host.hpp"
#include "core/net/page_thread.hpp"
#include "core/plugins/guard.hpp"

#include <stdexcept>

namespace hurtrock::app {
namespace {

void check_thread()
{
    if (db::inside_transaction())
        throw std::logic_error{
            "an HTTP call while a transaction is open on this thread: commit first, call, then record what came of it"};
    if (net::PageThread::here())
        throw std::logic_error{"an HTTP call on a thread that answers pages: give the route RouteOptions{.pool = "
                               "Pool::outbound}, or call from a job"};
}

void count(const std::string& plugin, std::chrono::microseconds took, bool failed)
{
    plugins::counters_of(plugin).outgoing.add(took, failed);
}

std::string url_setting(const settings::SettingsStore& settings, const std::string& plugin, const std::string& key)
{
    const auto snapshot = settings.snapshot(plugin);
    const auto found = snapshot->values.find(key);
    return found == snapshot->values.end() ? std::string{} : std::string{found->second.text()};
}

std::vector<std::string> secret_settings(const settings::SettingsStore& settings, const std::string& plugin)
{
    std::vector<std::string> secrets;
    const auto snapshot = settings.snapshot(plugin);
    for (const auto& field : snapshot->schema.fields())
        if (const auto found = snapshot->values.find(field.key);
            field.type == settings::Type::secret && found != snapshot->values.end())
            secrets.emplace_back(found->second.text());
    return secrets;
}

} // namespace

OutgoingCalls::OutgoingCalls(const Clock& clock, const settings::SettingsStore& settings,
                             const config::ServerConfig& config)
    : settings_{settings},
      shared_{
          clock, {.ca_file = config.outgoing_ca_file}, {.check_thread = check_thread, .counted = count, .pause = {}}}
{
}

std::shared_ptr<HttpClient> OutgoingCalls::client_of(const plugins::Manifest& manifest)
{
    const auto& id = manifest.id;
    return std::make_shared<net::OutgoingClient>(
        shared_, net::Caller{.plugin = id,
                             .rules = manifest.network,
                             .setting = [this, id](const std::string& key) { return url_setting(settings_, id, key); },
                             .secrets = [this, id] { return secret_settings(settings_, id); }});
}

} // namespace hurtrock::app
