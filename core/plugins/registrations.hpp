#pragma once
/// Everything one plugin (or the core itself) registered while it started. Plain rows; the Registry makes lookups of them.

#include <hurtrock/admin.hpp>
#include <hurtrock/commands.hpp>
#include <hurtrock/events.hpp>
#include <hurtrock/jobs.hpp>
#include <hurtrock/routes.hpp>
#include <hurtrock/slots.hpp>

#include <chrono>

namespace hurtrock::plugins {

struct RouteRow {
    Method method;
    std::string path;
    Handler handler;
    RouteOptions options;
};
struct SlotRow {
    std::string slot, template_name;
    SlotData data;
    int position;
};
struct GlobalRow {
    std::string name;
    /// One of the two is set.
    std::function<Value(const Request&)> make;
    std::function<Value(std::string_view locale)> make_shared;
};
struct DuringRow {
    std::string event;
    Listening mode;
    std::function<Result<Done>(Transaction&, const Value&)> run;
};
struct AfterRow {
    std::string event, name;
    std::function<Result<Done>(const Value&)> run;
};
struct JobRow {
    std::string name;
    std::function<Result<Done>(const Value&)> run;
};
struct ScheduleRow {
    std::string name;
    std::chrono::seconds interval;
    std::function<Result<Done>()> run;
};
struct ServiceRow {
    std::string interface_name, key;
    void* implementation;
};

struct Registrations {
    /// "core" or the plugin's id.
    std::string owner;
    std::vector<RouteRow> routes{};
    std::vector<SlotRow> slots{};
    std::vector<GlobalRow> globals{};
    std::vector<DuringRow> during{};
    std::vector<AfterRow> after{};
    std::vector<JobRow> jobs{};
    std::vector<ScheduleRow> schedules{};
    std::vector<ServiceRow> services{};
    std::vector<MenuEntry> menu{};
    std::vector<Widget> widgets{};
    std::vector<Action> actions{};
    std::vector<Command> commands{};
};

} // namespace hurtrock::plugins
