#include "watchdog.hpp"

#include "core/plugins/guard.hpp"

namespace hurtrock::app {

void Watchdog::look()
{
    const auto hanging = plugins::busy_calls(limit_);
    std::set<std::uint64_t> now;
    for (const auto& call : hanging) {
        now.insert(call.number);
        if (reported_.contains(call.number)) continue;
        log::write(log::Level::error, call.plugin, "a request hangs in this plugin; its thread is written off",
                   {{"seconds", call.busy.count() / 1000}, {"written_off", now.size()}});
    }
    reported_ = std::move(now); // one that came back after all is no longer counted
    if (reported_.size() < written_off_max_ || restarting_) return;
    restarting_ = true;
    log::write(log::Level::error, "worker", "too many threads hang; the worker starts anew", {{"threads", reported_.size()}});
    restart_();
}

} // namespace hurtrock::app
