#pragma once
/// What all running plugins registered, ready to be looked up. A Registry never changes: enabling or disabling a plugin makes
/// a new one, and each request keeps the one it began with, which in turn keeps its plugins from being stopped.

#include "registrations.hpp"
#include "router.hpp"

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <span>

namespace hurtrock::plugins {

template <class Row>
struct Owned {
    const std::string* owner;
    const Row* row;
};

class Registry {
public:
    /// One source per plugin, in start order. `keep` holds what must outlive the rows (library, plugin object). Throws
    /// std::logic_error naming both owners when two claim the same route, service or command.
    struct Source {
        std::shared_ptr<const Registrations> registrations;
        std::shared_ptr<void> keep;
    };
    explicit Registry(std::vector<Source> sources);

    /// What keeps the plugin's generation from being stopped; null for core and for plugins that are off.
    std::shared_ptr<void> generation_of(std::string_view owner) const;
    const Router& router() const noexcept { return router_; }
    /// In display order; empty for a slot nobody fills.
    std::span<const Owned<SlotRow>> slot(std::string_view name) const;
    const Owned<GlobalRow>* global(std::string_view name) const;
    std::span<const Owned<DuringRow>> during(std::string_view event) const;
    std::span<const Owned<AfterRow>> after(std::string_view event) const;
    const Owned<JobRow>* job(std::string_view name) const;
    std::shared_ptr<void> service(std::string_view interface_name, std::string_view key) const;
    std::vector<std::string> service_keys(std::string_view interface_name) const;

    const std::vector<Owned<ScheduleRow>>& schedules() const noexcept { return schedules_; }
    const std::vector<Owned<JobRow>>& jobs() const noexcept { return job_list_; }
    const std::vector<Owned<MenuEntry>>& menu() const noexcept { return menu_; }
    const std::vector<Owned<Widget>>& widgets() const noexcept { return widgets_; }
    const std::vector<Owned<Action>>& actions() const noexcept { return actions_; }
    const std::vector<Owned<Command>>& commands() const noexcept { return commands_; }
    const std::vector<Owned<RouteRow>>& routes() const noexcept { return routes_; }
    const std::vector<Owned<GlobalRow>>& globals() const noexcept { return global_list_; }

private:
    template <class Row>
    using ByName = std::map<std::string, std::vector<Owned<Row>>, std::less<>>;

    void take(const Registrations& rows, const std::shared_ptr<void>& keep);
    void take_services(const Registrations& rows, const std::shared_ptr<void>& keep);

    std::vector<Source> sources_;
    Router router_;
    std::vector<Owned<RouteRow>> routes_;
    ByName<SlotRow> slots_;
    std::map<std::string, Owned<GlobalRow>, std::less<>> globals_;
    std::vector<Owned<GlobalRow>> global_list_;
    ByName<DuringRow> during_;
    ByName<AfterRow> after_;
    std::map<std::string, Owned<JobRow>, std::less<>> jobs_;
    std::vector<Owned<JobRow>> job_list_;
    std::vector<Owned<ScheduleRow>> schedules_;
    std::map<std::pair<std::string, std::string>, std::pair<const std::string*, std::shared_ptr<void>>> services_;
    std::vector<Owned<MenuEntry>> menu_;
    std::vector<Owned<Widget>> widgets_;
    std::vector<Owned<Action>> actions_;
    std::vector<Owned<Command>> commands_;
};

/// Where the current Registry is found. Thread-safe. A mutex rather than std::atomic<std::shared_ptr>: that of gcc 12 unlocks
/// readers without release order, and costs the same.
class RegistrySlot {
public:
    std::shared_ptr<const Registry> get() const
    {
        const std::lock_guard lock{mutex_};
        return current_;
    }
    void set(std::shared_ptr<const Registry> registry)
    {
        // Swapped, so that what the old one held is released outside the lock.
        const std::lock_guard lock{mutex_};
        current_.swap(registry);
        version_.fetch_add(1, std::memory_order_acq_rel);
    }
    /// Another number for every set().
    std::uint64_t version() const noexcept { return version_.load(std::memory_order_acquire); }

private:
    std::atomic<std::uint64_t> version_{0};
    mutable std::mutex mutex_;
    std::shared_ptr<const Registry> current_{std::make_shared<const Registry>(std::vector<Registry::Source>{})};
};

} // namespace hurtrock::plugins
