#include "manager.hpp"

#include "guard.hpp"

#include "core/base/suggest.hpp"

#include <algorithm>
#include <set>

namespace hurtrock::plugins {
namespace {

std::string sdk_text()
{
    return Version{static_cast<int>(sdk_version_major), static_cast<int>(sdk_version_minor), 0}.text();
}

Version sdk_version() { return {static_cast<int>(sdk_version_major), static_cast<int>(sdk_version_minor), 0}; }

} // namespace

std::string_view name_of(PluginState state) noexcept
{
    switch (state) {
    case PluginState::disabled: return "disabled";
    case PluginState::enabled: return "enabled";
    case PluginState::failed: return "failed";
    case PluginState::unknown: return "unknown";
    }
    return "";
}

/// Destroyed in reverse order of members: object, host, library.
struct Manager::Running {
    Manifest manifest;
    std::shared_ptr<Library> library;
    std::unique_ptr<PluginHost> host;
    std::shared_ptr<Plugin> plugin;
};

Manager::Manager(ManagerOptions options, const HostCapabilities& capabilities)
    : options_{std::move(options)}, capabilities_{capabilities}
{
    discover();
}

Manager::~Manager() { stop(); }

void Manager::discover()
{
    namespace fs = std::filesystem;
    for (const auto& folder : options_.folders) {
        if (!fs::is_directory(folder)) continue;
        for (const auto& entry : fs::directory_iterator{folder}) {
            if (!fs::exists(entry.path() / "plugin.yaml")) continue;
            const auto id = entry.path().filename().string();
            if (manifests_.contains(id)) continue;
            try {
                manifests_.emplace(id, Manifest::load(entry.path()));
            } catch (const std::exception& error) {
                status_[id] = {.id = id, .state = PluginState::failed, .reason = error.what()};
                log::write(log::Level::error, "plugins", error.what());
            }
        }
    }
}

void Manager::set_status(const Manifest& manifest, PluginState state, std::string reason)
{
    if (state == PluginState::failed)
        log::write(log::Level::error, "plugins", "plugin left out", {{"plugin", manifest.id}, {"reason", reason}});
    const std::lock_guard lock{mutex_};
    status_[manifest.id] = {manifest.id,          manifest.version.text(), state,           std::move(reason),
                            manifest.name, manifest.description,    manifest.depends};
}

void Manager::note_unknown(const config::PluginsFile& file)
{
    std::vector<std::string> known;
    for (const auto& [id, manifest] : manifests_) known.push_back(id);
    for (const auto& choice : file.plugins()) {
        if (manifests_.contains(choice.id) || status_.contains(choice.id)) continue;
        std::string found;
        for (const auto& id : known) found += (found.empty() ? "" : ", ") + id;
        const auto reason = file.place(choice.id) + ": unknown plugin \"" + choice.id + "\"" +
                            base::did_you_mean(choice.id, known) + " (plugins found: " + found + ")";
        log::write(log::Level::error, "plugins", reason);
        const std::lock_guard lock{mutex_};
        status_[choice.id] = {.id = choice.id, .state = PluginState::unknown, .reason = reason};
    }
}

/// Depth first over what each plugin needs, in order of id, so that the order is the same on every start.
std::vector<const Manifest*> Manager::in_start_order(const config::PluginsFile& file)
{
    std::vector<const Manifest*> order;
    std::set<std::string> done, open;
    const auto visit = [&](auto&& self, const std::string& id) -> bool {
        if (done.contains(id)) return true;
        const auto found = manifests_.find(id);
        const auto* choice = file.find(id);
        if (found == manifests_.end() || !choice || !choice->enabled) return true;
        if (!open.insert(id).second) return false;
        bool sound = true;
        for (const auto& dependency : found->second.depends) sound = self(self, dependency.id) && sound;
        for (const auto& other : found->second.uses) self(self, other);
        done.insert(id);
        if (sound)
            order.push_back(&found->second);
        else
            set_status(found->second, PluginState::failed, "depends on itself through other plugins");
        return sound;
    };
    for (const auto& [id, manifest] : manifests_) visit(visit, id);
    return order;
}

std::string Manager::missing_dependency(const Manifest& manifest) const
{
    if (!satisfies(sdk_version(), manifest.sdk_range).value_or(false))
        return "needs SDK " + manifest.sdk_range + "; this is SDK " + sdk_text();
    for (const auto& dependency : manifest.depends) {
        const auto running = std::find_if(running_.begin(), running_.end(),
                                          [&](const auto& one) { return one->manifest.id == dependency.id; });
        if (running == running_.end()) return "needs plugin " + dependency.id + ", which is not running; enable it first";
        const auto& version = (*running)->manifest.version;
        if (!satisfies(version, dependency.range).value_or(false))
            return "needs " + dependency.id + " " + dependency.range + "; installed is " + version.text();
    }
    return {};
}

void Manager::start_one(const Manifest& manifest)
{
    if (auto missing = missing_dependency(manifest); !missing.empty())
        return set_status(manifest, PluginState::failed, std::move(missing));
    try {
        auto running = std::make_shared<Running>();
        running->manifest = manifest;
        running->library = Library::load(manifest.library(), options_.copies);
        options_.migrate(manifest);
        running->host = std::make_unique<PluginHost>(manifest, capabilities_);
        watched(manifest.id, [&] {
            running->plugin = running->library->create();
            running->plugin->start(*running->host);
        });
        running->host->seal();
        running_.push_back(running);
        try {
            publish();
        } catch (...) {
            running_.pop_back();
            throw;
        }
        set_status(manifest, PluginState::enabled);
    } catch (const std::exception& error) {
        set_status(manifest, PluginState::failed, error.what());
    } catch (...) {
        set_status(manifest, PluginState::failed, "threw something that is no exception while starting");
    }
}

void Manager::publish()
{
    std::vector<Registry::Source> sources{{options_.core, nullptr}};
    for (const auto& running : running_) sources.push_back({running->host->registrations(), running});
    capabilities_.registry.set(std::make_shared<const Registry>(std::move(sources)));
}

void Manager::start(const config::PluginsFile& file)
{
    note_unknown(file);
    for (const auto& [id, manifest] : manifests_) set_status(manifest, PluginState::disabled);
    publish();
    for (const auto* manifest : in_start_order(file)) start_one(*manifest);
}

void Manager::stop()
{
    capabilities_.registry.set(std::make_shared<const Registry>(std::vector<Registry::Source>{}));
    while (!running_.empty()) {
        const auto running = std::move(running_.back());
        running_.pop_back();
        guarded(running->manifest.id, "stop", Done{}, [&] {
            running->plugin->stop();
            return Done{};
        });
    }
}

std::vector<PluginStatus> Manager::status() const
{
    const std::lock_guard lock{mutex_};
    std::vector<PluginStatus> list;
    for (const auto& [id, status] : status_) list.push_back(status);
    return list;
}

std::vector<Manifest> Manager::running() const
{
    std::vector<Manifest> list;
    for (const auto& running : running_) list.push_back(running->manifest);
    return list;
}

std::vector<const Query*> Manager::queries() const
{
    std::vector<const Query*> list;
    for (const auto& running : running_)
        for (const auto* query = running->library->descriptor().queries(); query; query = query->next()) list.push_back(query);
    return list;
}

} // namespace hurtrock::plugins
