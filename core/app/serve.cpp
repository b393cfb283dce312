#include "serve.hpp"

#include "worker.hpp"

#include "core/supervise/supervisor.hpp"

#include <iostream>

namespace hurtrock::app {
namespace {

int supervise(const ServeOptions& options, const Layout& layout, const config::ServerConfig& config)
{
    std::filesystem::create_directories(layout.data);
    supervise::SupervisorOptions supervisor{.data_folder = layout.data};
    if (!config.database_url.empty()) supervisor.database_url = config.database_url;
    supervisor.worker = {layout.program.string(), "serve", "--worker"};
    if (options.demo) supervisor.worker.emplace_back("--demo");
    if (options.safe_mode) supervisor.worker.emplace_back("--safe-mode");
    supervisor.environment = {"HURTROCK_PORT=" + std::to_string(config.port), "HURTROCK_DATA_DIR=" + layout.data.string()};
    supervisor.log = [](const std::string& line) { log::write(log::Level::info, "supervisor", line); };
    return supervise::run_supervisor(std::move(supervisor));
}

} // namespace

int serve(const ServeOptions& options)
{
    const auto layout = Layout::find();
    auto config = config::load_server_config(layout.server_file());
    if (options.port) config.port = static_cast<std::uint16_t>(*options.port);
    log::setup(config.log_level, config.log_format);
    if (options.worker) return run_worker(layout, config, options);
    return supervise(options, layout, config);
}

} // namespace hurtrock::app
