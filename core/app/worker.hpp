#pragma once
/// The process that serves: application, transport and background work, from start to a clean stop.

#include "application.hpp"
#include "serve.hpp"

namespace hurtrock::app {

/// 0 after a signal, supervise::exit_configuration when the configuration is wrong.
int run_worker(const Layout& layout, const config::ServerConfig& config, const ServeOptions& options);

} // namespace hurtrock::app
