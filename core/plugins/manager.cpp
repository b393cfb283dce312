#include "manager.hpp"

#include "core/base/suggest.hpp"

#include <algorithm>

namespace hurtrock::plugins {

Manager::Manager(ManagerOptions options, const HostCapabilities& capabilities)
    : options_{std::move(options)}, capabilities_{capabilities}, parked_{options_.copies / "webhooks.json"}, shelf_{options_.folders}
{
    look();
}

Manager::~Manager() { stop(); }

void Manager::look()
{
    std::vector<std::pair<std::string, std::string>> broken;
    {
        const std::lock_guard lock{mutex_};
        shelf_.look();
        for (const auto& [id, item] : shelf_.items())
            if (!item.manifest) broken.emplace_back(id, item.error);
        std::erase_if(status_, [&](const auto& entry) {
            return !shelf_.items().contains(entry.first) && entry.second.state != PluginState::unknown && entry.second.state != PluginState::enabled;
        });
        for (const auto& [id, item] : shelf_.items())
            if (item.manifest && !status_.contains(id)) status_[id] = {.id = id};
    }
    for (auto& [id, error] : broken) {
        const auto known = status_of(id);
        if (known && (known->state == PluginState::enabled || known->reason == error)) continue;
        set_status(id, PluginState::failed, error);
    }
}

void Manager::note_unknown(const config::PluginsFile& file)
{
    std::vector<std::string> known;
    {
        const std::lock_guard lock{mutex_};
        std::erase_if(status_, [](const auto& entry) { return entry.second.state == PluginState::unknown; });
        known = shelf_.ids();
    }
    for (const auto& choice : file.plugins()) {
        if (status_of(choice.id)) continue;
        std::string found;
        for (const auto& id : known) found += (found.empty() ? "" : ", ") + id;
        set_status(choice.id, PluginState::unknown,
                   file.place(choice.id) + ": unknown plugin \"" + choice.id + "\"" + base::did_you_mean(choice.id, known) +
                       " (plugins found: " + found + ")");
    }
}

void Manager::set_status(const std::string& id, PluginState state, std::string reason)
{
    const bool bad = state == PluginState::failed || state == PluginState::unknown || state == PluginState::quarantined;
    if (bad)
        log::write(log::Level::error, "plugins", "plugin left out", {{"plugin", id}, {"reason", reason}});
    else if (!reason.empty())
        log::write(log::Level::warning, "plugins", "plugin is not as asked for", {{"plugin", id}, {"reason", reason}});
    const std::lock_guard lock{mutex_};
    auto& status = status_[id];
    if (status.state != state || status.since == Time{}) status.since = capabilities_.clock.now();
    status.id = id;
    status.state = state;
    status.reason = std::move(reason);
    status.revision = ++revision_;
    const auto running = std::find_if(running_.begin(), running_.end(), [&](const auto& one) { return one.manifest().id == id; });
    const auto* manifest = running != running_.end() ? &running->manifest() : shelf_.find(id);
    if (!manifest) return;
    status.version = manifest->version.text();
    status.name = manifest->name;
    status.description = manifest->description;
    status.depends = manifest->depends;
}

std::vector<PluginStatus> Manager::status() const
{
    const std::lock_guard lock{mutex_};
    std::vector<PluginStatus> list;
    for (const auto& [id, status] : status_) list.push_back(status);
    return list;
}

std::optional<PluginStatus> Manager::status_of(const std::string& id) const
{
    const std::lock_guard lock{mutex_};
    const auto found = status_.find(id);
    return found == status_.end() ? std::nullopt : std::optional{found->second};
}

std::map<std::string, Manifest> Manager::manifests() const
{
    const std::lock_guard lock{mutex_};
    return shelf_.manifests();
}

std::vector<Manifest> Manager::running() const
{
    const std::lock_guard lock{mutex_};
    std::vector<Manifest> list;
    for (const auto& running : running_) list.push_back(running.manifest());
    return list;
}

std::map<std::string, std::filesystem::path> Manager::folders() const
{
    const std::lock_guard lock{mutex_};
    return folders_;
}

std::vector<const Query*> Manager::queries() const
{
    const std::lock_guard lock{mutex_};
    std::vector<const Query*> list;
    for (const auto& running : running_)
        for (const auto* query = running.generation->library->descriptor().queries(); query; query = query->next()) list.push_back(query);
    return list;
}

Manifests Manager::running_manifests() const
{
    const std::lock_guard lock{mutex_};
    Manifests found;
    for (const auto& running : running_) found.emplace(running.manifest().id, running.manifest());
    return found;
}

Manager::Running* Manager::find_running(const std::string& id)
{
    const auto found = std::find_if(running_.begin(), running_.end(), [&](const auto& one) { return one.manifest().id == id; });
    return found == running_.end() ? nullptr : &*found;
}

void Manager::add_folder(const Manifest& manifest)
{
    {
        const std::lock_guard lock{mutex_};
        folders_[manifest.id] = manifest.folder;
    }
    if (options_.folders_changed) options_.folders_changed();
}

void Manager::drop_folder(const std::string& id)
{
    {
        const std::lock_guard lock{mutex_};
        folders_.erase(id);
    }
    if (options_.folders_changed) options_.folders_changed();
}

} // namespace hurtrock::plugins
