#include "worker.hpp"

#include "background.hpp"
#include "first_start.hpp"
#include "metrics_page.hpp"

#include "core/http/server.hpp"
#include "core/plugins/guard.hpp"
#include "core/plugins/limited.hpp"
#include "core/supervise/worker_side.hpp"
#include "core/web/web_app.hpp"

#include <csignal>
#include <fcntl.h>
#include <iostream>
#include <unistd.h>

namespace hurtrock::app {
namespace {

constexpr std::chrono::seconds drain_deadline{10};
/// Requests that may wait for each thread of the small pools.
constexpr std::size_t small_pool_queue = 4;
/// When threads hang: they do not end by being waited for, and whoever waits outside has waited long enough.
constexpr std::chrono::seconds hung_drain_deadline{3};
/// Sent by the watchdog to its own process.
constexpr int restart_signal = SIGUSR1;

/// Opened before anything can crash; the handler may only write.
int crash_note_descriptor = -1;

extern "C" void leave_crash_note(int signal)
{
    if (const char* plugin = plugins::plugin_running(); plugin && crash_note_descriptor >= 0) {
        std::size_t length = 0;
        while (plugin[length] != '\0') ++length;
        [[maybe_unused]] const auto written = ::write(crash_note_descriptor, plugin, length);
    }
    ::signal(signal, SIG_DFL);
    ::raise(signal);
}

void watch_for_crashes()
{
    const auto note = supervise::crash_note_path();
    if (note.empty()) return;
    crash_note_descriptor = ::open(note.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) ::signal(signal, leave_crash_note);
}

sigset_t block_stop_signals()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, restart_signal);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

http::Server::Options transport_options(const config::ServerConfig& config, const web::WebApp& web)
{
    http::Server::Options options;
    options.address = config.address;
    options.port = config.port;
    options.io_threads = config.io_threads;
    options.error_body = [&web](int status, std::string_view reason) { return web.transport_error(status, reason); };
    options.log = [](http::LogLevel level, std::string_view message) {
        const auto to = level == http::LogLevel::error ? log::Level::error : level == http::LogLevel::warning ? log::Level::warning : log::Level::info;
        log::write(to, "http", message);
    };
    return options;
}

void print_addresses(const config::ServerConfig& config, std::uint16_t port, const Layout& layout, const FirstStart& first)
{
    const auto base = "http://" + (config.address == "127.0.0.1" || config.address == "0.0.0.0" ? std::string{"localhost"} : config.address) +
                      ":" + std::to_string(port);
    std::cout << "      shop    " << base << '\n' << "      admin   " << base << "/admin";
    if (first.admin) std::cout << "   " << first.admin->user.email << " / " << first.admin->password << "   (shown once)";
    std::cout << '\n' << "      data    " << layout.data.string() << '\n' << "      Ctrl+C stops everything." << std::endl;
}

[[noreturn]] void end_at_once(int code)
{
    std::cout.flush();
    std::_Exit(code);
}

} // namespace

int run_worker(const Layout& layout, const config::ServerConfig& config, const ServeOptions& options)
{
    const bool safe_mode = options.safe_mode || std::filesystem::exists(layout.safe_mode_file());
    const auto signals = block_stop_signals();
    watch_for_crashes();
    try {
        Application application{layout, config, safe_mode ? Purpose::safe_mode : Purpose::serve};
        const auto first = prepare_first_start(application, options.demo);

        const auto failed = [](const std::string& what) { log::write(log::Level::error, "worker", "job failed", {{"reason", what}}); };
        http::WorkerPool pool{"worker", static_cast<std::size_t>(config.workers), config.worker_queue, failed};
        http::WorkerPool outbound{"outbound", static_cast<std::size_t>(config.outbound_workers), static_cast<std::size_t>(config.outbound_workers) * small_pool_queue, failed};
        http::WorkerPool logins{"logins", static_cast<std::size_t>(config.login_workers), static_cast<std::size_t>(config.login_workers) * small_pool_queue, failed};
        const http::Server* transport = nullptr;
        web::WebApp web{application.web_services(), {pool, outbound, logins},
                        {.ready = [&] { application.database().ping(); },
                         .metrics = [&] { return metrics_page(application, {{"pages", pool.stats()}, {"outbound", outbound.stats()}, {"logins", logins.stats()}}, transport ? &transport->metrics() : nullptr); }}};
        auto transport_of_node = transport_options(config, web);
        transport_of_node.inherited_socket = supervise::inherited_socket();
        http::Server server{std::move(transport_of_node), [&web](http::Exchange exchange) { web.handle(std::move(exchange)); },
                            [&web](const http::Request& head) { return web.body_limit(head); }};
        transport = &server;
        application.on_workers([&pool] { return pool.stats(); });
        const auto restart = [] { ::kill(::getpid(), restart_signal); };
        application.on_restart(restart);
        Background background{application, safe_mode, restart};
        server.start();
        print_addresses(config, server.port(), layout, first);
        supervise::tell_ready(server.listening_socket());

        int signal = 0;
        sigwait(&signals, &signal);
        log::write(log::Level::info, "worker", "stopping");
        server.stop(signal == restart_signal ? hung_drain_deadline : drain_deadline);
        // Threads that hang cannot be joined, and what they use may not be destroyed under them.
        if (signal == restart_signal) end_at_once(supervise::exit_restart);
        if (!plugins::busy_calls(config.hang_limit).empty()) end_at_once(0);
        pool.stop();
        outbound.stop();
        logins.stop();
        application.streams().stop();
        background.stop();
        application.stop();
        if (plugins::written_off_calls() > 0) end_at_once(0);
        return 0;
    } catch (const config::ConfigError& error) {
        std::cerr << "hurtrock: " << error.what() << '\n';
        return supervise::exit_configuration;
    }
}

} // namespace hurtrock::app
