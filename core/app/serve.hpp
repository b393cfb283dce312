#pragma once
/// `hurtrock serve`: the supervisor, and the worker it runs.

#include <optional>

namespace hurtrock::app {

struct ServeOptions {
    std::optional<int> port;
    /// Fills a shop that has never been filled with the demo.
    bool demo{false};
    /// No plugins: admin alone, to repair what a plugin broke.
    bool safe_mode{false};
    /// This process is the worker; the supervisor sets it.
    bool worker{false};
};

/// Runs until SIGINT or SIGTERM and answers the exit code.
int serve(const ServeOptions& options);

} // namespace hurtrock::app
