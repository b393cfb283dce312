// The transport with two pages, to measure it against others and the shop against it:
//   /page          a body from memory, answered on the transport's thread
//   /things/{id}   one prepared statement on a worker thread with a connection of its own
//
//   bench_server --body FILE [--database CONNECTION] [--workers N] [--connections N]
// Prints "port N"; SIGTERM ends it.
#include "bench_select.hpp"

#include "core/http/server.hpp"
#include "core/http/worker_pool.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>

namespace {

using namespace hurtrock;

constexpr std::string_view things_prefix = "/things/";
// As many as wrk ever has in flight there: a full queue would answer 503, which is no measurement.
constexpr std::size_t queued_max = 8192;

struct Arguments {
    std::string body_file;
    std::string database;
    std::size_t workers = 8;
    std::size_t connections_max = 0;
};

std::optional<Arguments> read_arguments(int count, char** values)
{
    Arguments arguments;
    for (int i = 1; i + 1 < count; i += 2) {
        const std::string_view name = values[i];
        if (name == "--body")
            arguments.body_file = values[i + 1];
        else if (name == "--database")
            arguments.database = values[i + 1];
        else if (name == "--workers")
            arguments.workers = std::strtoul(values[i + 1], nullptr, 10);
        else if (name == "--connections")
            arguments.connections_max = std::strtoul(values[i + 1], nullptr, 10);
        else
            return std::nullopt;
    }
    if (count % 2 == 0 || arguments.body_file.empty() || arguments.workers == 0) return std::nullopt;
    return arguments;
}

std::shared_ptr<const std::string> read_file(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    return std::make_shared<const std::string>(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

http::Response thing(const std::string& database, const std::string& target)
{
    try {
        thread_local bench::BareSelect select(database);
        auto found = select.thing(std::string_view(target).substr(things_prefix.size()));
        if (found.empty()) return http::make_response(404, "text/plain", "no such thing\n");
        return http::make_response(200, "application/json", std::move(found));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return http::make_response(500, "text/plain", "the statement failed\n");
    }
}

class Pages {
public:
    explicit Pages(const Arguments& arguments)
        : body_(read_file(arguments.body_file)), database_(arguments.database), pool_("select", arguments.workers, queued_max)
    {
    }

    void operator()(http::Exchange exchange)
    {
        const auto& target = exchange.request().target;
        if (target == "/page") return exchange.answer(page());
        if (target.starts_with(things_prefix) && !database_.empty()) return answer_thing(std::move(exchange));
        exchange.answer(http::make_response(404, "text/plain", "no such page\n"));
    }

    void stop() { pool_.stop(); }

private:
    http::Response page() const
    {
        http::Response response;
        response.headers.emplace_back("Content-Type", "text/html; charset=utf-8");
        response.body = body_;
        return response;
    }

    void answer_thing(http::Exchange exchange)
    {
        // std::function must be copyable, an exchange must not: hence the shared pointer.
        const auto shared = std::make_shared<http::Exchange>(std::move(exchange));
        if (!pool_.try_post([this, shared] { shared->answer(thing(database_, shared->request().target)); }))
            shared->answer(http::make_response(503, "text/plain", "busy\n"));
    }

    const std::shared_ptr<const std::string> body_;
    const std::string database_;
    http::WorkerPool pool_;
};

} // namespace

int main(int count, char** values)
{
    const auto arguments = read_arguments(count, values);
    if (!arguments) {
        std::fprintf(stderr, "usage: bench_server --body FILE [--database CONNECTION] [--workers N] [--connections N]\n");
        return 2;
    }
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    http::Options options;
    options.connections_max = arguments->connections_max;
    options.log = [](http::LogLevel, std::string_view message) {
        std::fprintf(stderr, "%.*s\n", static_cast<int>(message.size()), message.data());
    };
    Pages pages(*arguments);
    http::Server server(options, [&pages](http::Exchange exchange) { pages(std::move(exchange)); });
    server.start();
    std::printf("port %u\n", server.port());
    std::fflush(stdout);
    int received = 0;
    sigwait(&signals, &received);
    server.stop(std::chrono::milliseconds(500));
    pages.stop();
    return 0;
}
