#pragma once
/// Finds plugins, decides which can run and in which order, migrates and starts them. A plugin that cannot start is left out
/// with a reason; the shop goes on without it.

#include "library.hpp"
#include "plugin_host.hpp"

#include "core/config/plugins_file.hpp"

#include <mutex>

namespace hurtrock::plugins {

enum class PluginState { disabled, enabled, failed, unknown };

struct PluginStatus {
    std::string id;
    std::string version{};
    PluginState state{PluginState::disabled};
    /// Why it failed, in words an owner understands; empty otherwise.
    std::string reason{};
    Value name{};
    Value description{};
    std::vector<Dependency> depends{};
};

std::string_view name_of(PluginState state) noexcept;

struct ManagerOptions {
    /// Folders whose subfolders are plugins; the first that has an id wins.
    std::vector<std::filesystem::path> folders;
    /// Where private copies of libraries are kept.
    std::filesystem::path copies;
    /// Applies a plugin's migrations; throws when one fails.
    std::function<void(const Manifest&)> migrate;
    /// Core's own routes and pages; always the first source of the registry.
    std::shared_ptr<const Registrations> core;
};

class Manager {
public:
    Manager(ManagerOptions options, const HostCapabilities& capabilities);
    /// Stops what still runs.
    ~Manager();

    /// Starts everything the file enables, and publishes the registry. Once.
    void start(const config::PluginsFile& file);
    /// Withdraws the registry, then stops the plugins in reverse order. The caller has drained all work before.
    void stop();

    std::vector<PluginStatus> status() const;
    /// Manifests found on disk, by id.
    const std::map<std::string, Manifest>& manifests() const noexcept { return manifests_; }
    /// Running plugins in start order.
    std::vector<Manifest> running() const;
    /// The statements of each running plugin.
    std::vector<const Query*> queries() const;

private:
    struct Running;

    void discover();
    void note_unknown(const config::PluginsFile& file);
    std::vector<const Manifest*> in_start_order(const config::PluginsFile& file);
    std::string missing_dependency(const Manifest& manifest) const;
    void start_one(const Manifest& manifest);
    void publish();
    void set_status(const Manifest& manifest, PluginState state, std::string reason = {});

    const ManagerOptions options_;
    const HostCapabilities& capabilities_;
    std::map<std::string, Manifest> manifests_;
    mutable std::mutex mutex_;
    std::map<std::string, PluginStatus> status_;
    std::vector<std::shared_ptr<Running>> running_;
};

} // namespace hurtrock::plugins
