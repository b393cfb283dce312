/// The steps by which the manager brings plugins up and down.
#include "guard.hpp"
#include "limited.hpp"
#include "manager.hpp"

#include <algorithm>

namespace hurtrock::plugins {
namespace {

std::string reason_now()
{
    try {
        throw;
    } catch (const std::exception& error) {
        return error.what();
    } catch (...) {
        return "threw something that is no exception";
    }
}

bool is_on(const config::PluginsFile& file, const std::string& id)
{
    const auto* choice = file.find(id);
    return choice && choice->enabled;
}

} // namespace

void Manager::start(const config::PluginsFile& file)
{
    {
        const std::lock_guard switching{switching_};
        publish();
    }
    apply(file);
}

void Manager::apply(const config::PluginsFile& file)
{
    const std::lock_guard switching{switching_};
    if (stopped_) return;
    look();
    note_unknown(file);
    stop_unwanted(file);
    upgrade_changed();
    start_wanted(file);
}

/// A plugin that is needed by one that stays is kept, and so is what the kept one needs.
void Manager::stop_unwanted(const config::PluginsFile& file)
{
    const auto running = running_manifests();
    std::set<std::string> unwanted;
    for (const auto& [id, manifest] : running)
        if (!is_on(file, id)) unwanted.insert(id);
    std::map<std::string, std::set<std::string>> kept;
    for (bool changed = true; changed;) {
        changed = false;
        for (const auto& [id, manifest] : running) {
            if (unwanted.contains(id)) continue;
            for (const auto& dependency : manifest.depends) {
                if (!is_on(file, dependency.id) && running.contains(dependency.id)) kept[dependency.id].insert(id);
                changed = unwanted.erase(dependency.id) > 0 || changed;
            }
        }
    }
    for (const auto& [id, needed_by] : kept)
        set_status(id, PluginState::enabled,
                   "stays on: " + names_with_versions(running, needed_by) + (needed_by.size() > 1 ? " need it" : " needs it"));

    for (const auto& id : unwanted) (void)disable_now(id, Dependents::also);
    for (const auto& status : this->status())
        if (!is_on(file, status.id) && !running.contains(status.id) && status.state != PluginState::unknown &&
            (status.state != PluginState::disabled || status.since == Time{}))
            if (shelf_.find(status.id)) set_status(status.id, PluginState::disabled);
    for (const auto& [id, manifest] : running) // asked for again: it no longer stays against anybody's will
        if (const auto status = status_of(id); is_on(file, id) && status && status->reason.starts_with("stays on: "))
            set_status(id, PluginState::enabled);
}

void Manager::upgrade_changed()
{
    std::vector<std::string> changed;
    for (const auto& running : running_) {
        const auto item = shelf_.items().find(running.manifest().id);
        if (item != shelf_.items().end() && item->second.stamp != running.stamp) changed.push_back(item->first);
    }
    for (const auto& id : changed) (void)upgrade_now(id);
}

void Manager::start_wanted(const config::PluginsFile& file)
{
    const auto order = start_order(shelf_.manifests(), [&](const std::string& id) { return is_on(file, id); });
    for (const auto& id : order.circular) set_status(id, PluginState::failed, "depends on itself through other plugins");
    for (const auto& id : order.ids) (void)enable_now(id);
}

Result<Done> Manager::enable(const std::string& id)
{
    const std::lock_guard switching{switching_};
    if (stopped_) return Problem{.code = "plugins.unknown", .arguments = {{"id", id}}, .status = 404};
    look();
    return enable_now(id);
}

Result<Done> Manager::disable(const std::string& id, Dependents dependents)
{
    const std::lock_guard switching{switching_};
    return disable_now(id, dependents);
}

Result<Done> Manager::upgrade(const std::string& id)
{
    const std::lock_guard switching{switching_};
    look();
    return upgrade_now(id);
}

Problem Manager::failed(const Manifest& manifest, std::string reason)
{
    Problem problem{.code = "plugins.failed", .arguments = {{"id", manifest.id}, {"reason", reason}}};
    const bool runs = find_running(manifest.id) != nullptr;
    set_status(manifest.id, runs ? PluginState::enabled : PluginState::failed, std::move(reason));
    return problem;
}

Result<Done> Manager::enable_now(const std::string& id)
{
    const auto* found = shelf_.find(id);
    if (!found) return Problem{.code = "plugins.unknown", .arguments = {{"id", id}}, .status = 404};
    if (find_running(id)) return Done{};
    const auto manifest = *found;
    if (const auto why = options_.quarantined ? options_.quarantined(id) : std::nullopt) {
        set_status(id, PluginState::quarantined, *why);
        return Problem{.code = "plugins.failed", .arguments = {{"id", id}, {"reason", *why}}};
    }
    if (auto missing = missing_dependency(manifest, running_manifests()); !missing.empty()) return failed(manifest, std::move(missing));
    try {
        auto running = bring_up(manifest, shelf_.items().at(id).stamp);
        add_folder(manifest);
        {
            const std::lock_guard lock{mutex_};
            running_.push_back(std::move(running));
            sort_running();
        }
        publish();
    } catch (...) {
        auto reason = reason_now();
        {
            const std::lock_guard lock{mutex_};
            std::erase_if(running_, [&](const auto& one) { return one.manifest().id == id; });
        }
        drop_folder(id);
        if (options_.retire_settings) options_.retire_settings(id);
        return failed(manifest, std::move(reason));
    }
    set_status(id, PluginState::enabled);
    return Done{};
}

/// Throws with the reason. Nothing of the plugin is visible to anybody yet.
Manager::Running Manager::bring_up(const Manifest& manifest, const std::string& stamp)
{
    const auto farewell = std::make_shared<Farewell>();
    auto generation = janitor_.adopt(std::make_unique<Generation>(Generation{.manifest = manifest}), farewell);
    generation->library = Library::load(manifest.library(), options_.copies);
    options_.migrate(manifest);
    generation->host = std::make_unique<PluginHost>(manifest, capabilities_);
    const auto outcome = run_limited(plugin_step_limit, [generation] {
        watched(generation->manifest.id, [&] {
            generation->plugin = generation->library->create();
            generation->plugin->start(*generation->host);
            generation->started = true;
        });
    });
    if (outcome.ended == Ended::hung)
        throw std::runtime_error{"did not finish starting within " + std::to_string(plugin_step_limit.count()) + " s; its thread is written off"};
    if (outcome.ended == Ended::threw) throw std::runtime_error{outcome.reason};
    generation->host->seal();
    parked_.remember(*generation->host->registrations());
    return {std::move(generation), farewell, stamp};
}

Result<Done> Manager::disable_now(const std::string& id, Dependents dependents)
{
    const auto running = running_manifests();
    if (!running.contains(id)) {
        if (!shelf_.find(id)) return Problem{.code = "plugins.unknown", .arguments = {{"id", id}}, .status = 404};
        set_status(id, PluginState::disabled);
        return Done{};
    }
    auto leaving = dependents_of(running, id);
    if (!leaving.empty() && dependents == Dependents::refuse)
        return Problem{.code = "plugins.needed", .arguments = {{"id", id}, {"plugins", names_with_versions(running, leaving)}}};
    leaving.insert(id);
    // Those that need it first, in reverse start order: what drains may still use what it needs.
    std::vector<std::string> order;
    for (const auto& one : running_)
        if (leaving.contains(one.manifest().id)) order.push_back(one.manifest().id);
    for (auto next = order.rbegin(); next != order.rend(); ++next) withdraw(*next);
    return Done{};
}

void Manager::withdraw(const std::string& id)
{
    Running leaving;
    {
        const std::lock_guard lock{mutex_};
        const auto found = std::find_if(running_.begin(), running_.end(), [&](const auto& one) { return one.manifest().id == id; });
        leaving = std::move(*found);
        running_.erase(found);
    }
    publish();
    set_status(id, PluginState::disabled);
    drain(std::move(leaving));
    drop_folder(id);
    if (options_.retire_settings) options_.retire_settings(id);
}

/// Waits for the last call to leave. Answers still being sent are cut off at the limit. A call that does not leave in time is
/// written off: the generation lives on until it does.
void Manager::drain(Running running)
{
    const auto id = running.manifest().id;
    const void* generation = running.generation.get();
    running.generation.reset();
    if (options_.end_streams) options_.end_streams(generation);
    if (running.farewell->wait_until(std::chrono::steady_clock::now() + drain_limit)) return;
    // Not said goodbye, so the address still means this generation.
    if (options_.cut_streams) options_.cut_streams(generation);
    if (running.farewell->wait_until(std::chrono::steady_clock::now() + cut_limit)) return;
    log::write(log::Level::warning, "plugins", "calls into the old generation have not ended; it is stopped when they do",
               {{"plugin", id}, {"seconds", drain_limit.count()}});
}

Result<Done> Manager::upgrade_now(const std::string& id)
{
    const auto* found = shelf_.find(id);
    auto* running = find_running(id);
    if (!running) return Problem{.code = "plugins.unknown", .arguments = {{"id", id}}, .status = 404};
    const auto old = running->generation->manifest;
    const auto stays = "; " + old.version.text() + " goes on running";
    running->stamp = shelf_.items().contains(id) ? shelf_.items().at(id).stamp : std::string{};
    if (!found) return failed(old, (shelf_.items().contains(id) ? shelf_.items().at(id).error : "its folder is gone") + stays);

    const auto manifest = *found;
    auto others = running_manifests();
    others[id] = manifest;
    for (const auto& [other, one] : others)
        if (const auto missing = missing_dependency(one, others); !missing.empty())
            return failed(old, "cannot become " + manifest.version.text() + ": " + (other == id ? "it " : other + " ") + missing + stays);
    try {
        auto next = bring_up(manifest, running->stamp);
        {
            const std::lock_guard lock{mutex_};
            std::swap(*running, next);
        }
        try {
            publish();
        } catch (...) {
            const std::lock_guard lock{mutex_};
            std::swap(*running, next);
            throw;
        }
        add_folder(manifest);
        set_status(id, PluginState::enabled);
        log::write(log::Level::info, "plugins", "plugin exchanged", {{"plugin", id}, {"from", old.version.text()}, {"to", manifest.version.text()}});
        drain(std::move(next));
        return Done{};
    } catch (...) {
        auto reason = reason_now();
        try {
            capabilities_.settings_of(old);
        } catch (...) {
            reason += "; its settings: " + reason_now();
        }
        return failed(old, reason + stays);
    }
}

void Manager::sort_running()
{
    Manifests manifests;
    for (const auto& one : running_) manifests.emplace(one.manifest().id, one.manifest());
    const auto order = start_order(manifests, [](const std::string&) { return true; }).ids;
    const auto place = [&](const Running& one) { return std::find(order.begin(), order.end(), one.manifest().id); };
    std::stable_sort(running_.begin(), running_.end(), [&](const auto& left, const auto& right) { return place(left) < place(right); });
}

/// Throws std::logic_error when plugins claim the same thing; the registry then stays as it was.
void Manager::publish()
{
    std::vector<Registry::Source> sources{{options_.core, nullptr}};
    std::vector<std::string> known;
    {
        const std::lock_guard lock{mutex_};
        for (const auto& running : running_) sources.push_back({Generation::rows(running.generation), running.generation});
        for (const auto& [id, item] : shelf_.items())
            if (std::none_of(running_.begin(), running_.end(), [&](const auto& one) { return one.manifest().id == id; })) known.push_back(id);
    }
    auto with_parked = sources;
    for (const auto& id : known)
        if (auto rows = parked_.rows_of(id)) with_parked.push_back({std::move(rows), nullptr});
    std::shared_ptr<const Registry> registry;
    try {
        registry = std::make_shared<const Registry>(std::move(with_parked));
    } catch (const std::logic_error&) { // another plugin has taken such an address over
        registry = std::make_shared<const Registry>(std::move(sources));
    }
    capabilities_.registry.set(std::move(registry));
}

void Manager::stop()
{
    const std::lock_guard switching{switching_};
    if (stopped_) return;
    stopped_ = true;
    capabilities_.registry.set(std::make_shared<const Registry>(std::vector<Registry::Source>{}));
    const auto deadline = std::chrono::steady_clock::now() + drain_limit;
    for (;;) {
        Running last;
        {
            const std::lock_guard lock{mutex_};
            if (running_.empty()) return;
            last = std::move(running_.back());
            running_.pop_back();
        }
        const auto id = last.manifest().id;
        last.generation.reset();
        if (!last.farewell->wait_until(deadline))
            log::write(log::Level::warning, "plugins", "calls have not ended; the plugin is left as it is", {{"plugin", id}});
    }
}

} // namespace hurtrock::plugins
