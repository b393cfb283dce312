#include "registry.hpp"

#include <algorithm>
#include <stdexcept>

namespace hurtrock::plugins {
namespace {

template <class Map>
auto rows_of(const Map& map, std::string_view name) -> std::span<const typename Map::mapped_type::value_type>
{
    const auto found = map.find(name);
    if (found == map.end()) return {};
    return found->second;
}

template <class Map>
auto row_of(const Map& map, std::string_view name) -> const typename Map::mapped_type*
{
    const auto found = map.find(name);
    return found == map.end() ? nullptr : &found->second;
}

template <class Rows>
void sort_by_position(Rows& rows)
{
    std::stable_sort(rows.begin(), rows.end(), [](const auto& left, const auto& right) {
        if (left.row->position != right.row->position) return left.row->position < right.row->position;
        return *left.owner < *right.owner;
    });
}

[[noreturn]] void claimed_twice(const std::string& owner, const std::string& what, const std::string& other)
{
    throw std::logic_error{owner + ": " + what + " already belongs to plugin " + other};
}

bool is_seed(const Command& command) { return command.name.starts_with("seed "); }

} // namespace

Registry::Registry(std::vector<Source> sources) : sources_{std::move(sources)}
{
    for (const auto& source : sources_) take(*source.registrations, source.keep);
    for (auto& [name, rows] : slots_) sort_by_position(rows);
    sort_by_position(menu_);
    sort_by_position(widgets_);
    sort_by_position(actions_);
}

void Registry::take(const Registrations& rows, const std::shared_ptr<void>& keep)
{
    const auto* owner = &rows.owner;
    for (const auto& row : rows.routes) {
        router_.add(rows.owner, row);
        routes_.push_back({owner, &row});
    }
    for (const auto& row : rows.slots) slots_[row.slot].push_back({owner, &row});
    for (const auto& row : rows.globals) {
        if (!globals_.try_emplace(row.name, Owned<GlobalRow>{owner, &row}).second)
            claimed_twice(rows.owner, "the global " + row.name, *globals_.at(row.name).owner);
        global_list_.push_back({owner, &row});
    }
    for (const auto& row : rows.during) during_[row.event].push_back({owner, &row});
    for (const auto& row : rows.after) after_[row.event].push_back({owner, &row});
    for (const auto& row : rows.jobs) {
        if (!jobs_.try_emplace(row.name, Owned<JobRow>{owner, &row}).second)
            claimed_twice(rows.owner, "the job " + row.name, *jobs_.at(row.name).owner);
        job_list_.push_back({owner, &row});
    }
    for (const auto& row : rows.schedules) schedules_.push_back({owner, &row});
    for (const auto& row : rows.menu) menu_.push_back({owner, &row});
    for (const auto& row : rows.widgets) widgets_.push_back({owner, &row});
    for (const auto& row : rows.actions) actions_.push_back({owner, &row});
    for (const auto& row : rows.commands) {
        for (const auto& other : commands_)
            if (other.row->name == row.name && !is_seed(row)) claimed_twice(rows.owner, "the command " + row.name, *other.owner);
        commands_.push_back({owner, &row});
    }
    take_services(rows, keep);
}

void Registry::take_services(const Registrations& rows, const std::shared_ptr<void>& keep)
{
    for (const auto& row : rows.services) {
        const std::pair name{row.interface_name, row.key};
        const std::shared_ptr<void> service{keep, row.implementation};
        if (!services_.try_emplace(name, &rows.owner, service).second)
            claimed_twice(rows.owner, "the service " + row.interface_name, *services_.at(name).first);
    }
}

std::shared_ptr<void> Registry::generation_of(std::string_view owner) const
{
    for (const auto& source : sources_)
        if (source.registrations->owner == owner) return source.keep;
    return nullptr;
}

std::span<const Owned<SlotRow>> Registry::slot(std::string_view name) const { return rows_of(slots_, name); }
const Owned<GlobalRow>* Registry::global(std::string_view name) const { return row_of(globals_, name); }
std::span<const Owned<DuringRow>> Registry::during(std::string_view event) const { return rows_of(during_, event); }
std::span<const Owned<AfterRow>> Registry::after(std::string_view event) const { return rows_of(after_, event); }
const Owned<JobRow>* Registry::job(std::string_view name) const { return row_of(jobs_, name); }

std::shared_ptr<void> Registry::service(std::string_view interface_name, std::string_view key) const
{
    const auto found = services_.find({std::string{interface_name}, std::string{key}});
    return found == services_.end() ? nullptr : found->second.second;
}

std::vector<std::string> Registry::service_keys(std::string_view interface_name) const
{
    std::vector<std::string> keys;
    for (const auto& [name, service] : services_)
        if (name.first == interface_name) keys.push_back(name.second);
    return keys;
}

} // namespace hurtrock::plugins
