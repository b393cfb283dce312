#pragma once
/// Finds plugins, decides which can run and in which order, and brings them up and down while the shop serves. A plugin that
/// cannot start is left out with a reason; the shop goes on without it. A step that fails leaves everything as it was.

#include "dependencies.hpp"
#include "generation.hpp"
#include "parked.hpp"
#include "plugin_status.hpp"
#include "shelf.hpp"

#include "core/config/plugins_file.hpp"

namespace hurtrock::plugins {

/// From the moment a plugin was withdrawn until its last call must have ended.
inline constexpr std::chrono::seconds drain_limit{10};
/// How long streams that were cut off then may take to be gone.
inline constexpr std::chrono::seconds cut_limit{2};

struct ManagerOptions {
    /// Folders whose subfolders are plugins; the first that has an id wins.
    std::vector<std::filesystem::path> folders;
    /// Where private copies of libraries are kept, and what is remembered of plugins that are off.
    std::filesystem::path copies;
    /// Applies a plugin's migrations; throws when one fails.
    std::function<void(const Manifest&)> migrate;
    /// Core's own routes and pages; always the first source of the registry.
    std::shared_ptr<const Registrations> core;
    /// folders() changed: templates, assets and locales are found elsewhere now. May be empty; must not call the manager's
    /// switching functions.
    std::function<void()> folders_changed{};
    /// The settings of a plugin that is gone are no longer declared. May be empty.
    std::function<void(const std::string& id)> retire_settings{};
    /// Why a plugin may not start although it is asked for, or nothing. May be empty.
    std::function<std::optional<std::string>(const std::string& id)> quarantined{};
    /// Answers of a generation that are still being made shall come to their end; later, are cut off. May be empty.
    std::function<void(const void* generation)> end_streams{}, cut_streams{};
};

enum class Dependents { refuse, also };

class Manager {
public:
    Manager(ManagerOptions options, const HostCapabilities& capabilities);
    /// Stops what still runs.
    ~Manager();

    /// Publishes the core's registry, then apply(file). Once.
    void start(const config::PluginsFile& file);
    /// Looks at the disk again and makes running what the file asks for: stops, upgrades whose files changed, starts, in order
    /// of dependency. What others need is not stopped while they are asked for; its status says who.
    void apply(const config::PluginsFile& file);

    /// One at a time; each waits for the others. Problems "plugins.unknown" {id}, "plugins.needed" {id, plugins},
    /// "plugins.failed" {id, reason}. Not from a thread that holds a Registry: disable and upgrade wait for those.
    Result<Done> enable(const std::string& id);
    Result<Done> disable(const std::string& id, Dependents dependents = Dependents::refuse);
    /// Starts the plugin's files as they are now beside the old generation, then exchanges the two.
    Result<Done> upgrade(const std::string& id);

    /// Withdraws the registry, then stops the plugins in reverse order. The caller has drained all work before.
    void stop();

    std::vector<PluginStatus> status() const;
    std::optional<PluginStatus> status_of(const std::string& id) const;
    /// Manifests found on disk, by id.
    std::map<std::string, Manifest> manifests() const;
    /// Running plugins in start order.
    std::vector<Manifest> running() const;
    /// Folders of all plugins that somebody may still be using: the running and those that drain.
    std::map<std::string, std::filesystem::path> folders() const;
    /// The statements of each running plugin.
    std::vector<const Query*> queries() const;

private:
    struct Running {
        std::shared_ptr<Generation> generation;
        std::shared_ptr<Farewell> farewell;
        std::string stamp;
        const Manifest& manifest() const { return generation->manifest; }
    };

    // Steps; the caller holds switching_.
    void look();
    void note_unknown(const config::PluginsFile& file);
    void stop_unwanted(const config::PluginsFile& file);
    void upgrade_changed();
    void start_wanted(const config::PluginsFile& file);
    Result<Done> enable_now(const std::string& id);
    Result<Done> disable_now(const std::string& id, Dependents dependents);
    Result<Done> upgrade_now(const std::string& id);
    Running bring_up(const Manifest& manifest, const std::string& stamp);
    void withdraw(const std::string& id);
    void drain(Running running);
    void publish();

    Manifests running_manifests() const;
    Running* find_running(const std::string& id);
    void sort_running();
    void add_folder(const Manifest& manifest);
    void drop_folder(const std::string& id);
    void set_status(const std::string& id, PluginState state, std::string reason = {});
    Problem failed(const Manifest& manifest, std::string reason);

    const ManagerOptions options_;
    const HostCapabilities& capabilities_;
    Janitor janitor_;
    Parked parked_;

    /// One change at a time. Taken before mutex_.
    std::mutex switching_;
    bool stopped_{false};

    /// Guards what follows; held for moments.
    mutable std::mutex mutex_;
    Shelf shelf_;
    std::map<std::string, PluginStatus> status_;
    std::vector<Running> running_;
    std::map<std::string, std::filesystem::path> folders_;
    std::uint64_t revision_{0};
};

} // namespace hurtrock::plugins
