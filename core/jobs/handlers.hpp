#pragma once
/// How the job machinery reaches what plugins registered. Injected by the owner of the registry; what a lookup answers
/// must keep alive what it calls.

#include <hurtrock/result.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace hurtrock::jobs {

using JobFunction = std::function<Result<Done>(const Value& payload)>;

struct Schedule {
    std::string plugin;
    std::string name;
    /// At least 1 s.
    std::chrono::seconds interval{60};
    std::function<Result<Done>()> run;
};

/// Wraps every call into a plugin (marks, counts, times). May let exceptions pass: they are caught behind it.
using Guard =
    std::function<Result<Done>(const std::string& plugin, const char* hook, const std::function<Result<Done>()>& call)>;

struct Handlers {
    /// Nothing while the plugin is off: its jobs then wait.
    std::function<std::optional<JobFunction>(const std::string& plugin, const std::string& name)> find;
    std::function<std::vector<Schedule>()> schedules;
    Guard guard;
};

} // namespace hurtrock::jobs
