#pragma once
/// How the event machinery reaches the listeners that plugins registered. Everything here is injected by the owner of
/// the registry; the functions a lookup answers must keep alive what they call.

#include <hurtrock/events.hpp>

#include <functional>
#include <string>
#include <vector>

namespace hurtrock::events {

struct DuringListener {
    std::string plugin;
    Listening mode{Listening::required};
    std::function<Result<Done>(Transaction&, const Value&)> run;
};

struct AfterListener {
    std::string plugin;
    /// Unique within the plugin and event; part of what is stored.
    std::string name;
    std::function<Result<Done>(const Value&)> run;
};

/// Wraps every call into a plugin (marks, counts, times). May let exceptions pass: they are caught behind it.
using Guard =
    std::function<Result<Done>(const std::string& plugin, const char* hook, const std::function<Result<Done>()>& call)>;

struct Listeners {
    /// In the order in which they run.
    std::function<std::vector<DuringListener>(std::string_view event)> during;
    std::function<std::vector<AfterListener>(std::string_view event)> after;
    Guard guard;
};

} // namespace hurtrock::events
