// The transport with a few test pages. Prints "port N", stops on SIGTERM, then prints "stopped" and its counters.
//   http_battery_server [--short-deadlines] [--drain MS] [--port N] [--connections N]
#include "core/http/server.hpp"
#include "core/http/url.hpp"
#include "core/http/worker_pool.hpp"

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <unistd.h>

namespace {

using namespace hurtrock::http;
using std::chrono::milliseconds;

constexpr std::size_t page_bytes = 30 * 1024;
constexpr std::size_t big_bytes = 32 * 1024 * 1024;
constexpr std::size_t upload_bytes_max = 8 * 1024 * 1024;

std::shared_ptr<const FileDescriptor> make_file(std::size_t bytes)
{
    char name[] = "/tmp/http_battery_XXXXXX";
    auto file = std::make_shared<FileDescriptor>(::mkstemp(name));
    ::unlink(name);
    const std::string block(1024 * 1024, 'f');
    for (std::size_t written = 0; written < bytes; written += block.size())
        if (::write(file->number(), block.data(), block.size()) != static_cast<ssize_t>(block.size()))
            std::exit(3);
    return file;
}

// "pieces" of so many bytes each, made on a pool; what comes after the last of them is the test's choice.
class TestSource : public BodySource {
public:
    struct Plan {
        int pieces = 3;
        std::size_t bytes = 5;
        int gap_ms = 0;
        BodyPiece::Then between = BodyPiece::Then::more;
        BodyPiece::Then last = BodyPiece::Then::end;
        bool is_endless = false;
        int wanted_ms = 0; // 0: for ever
    };

    TestSource(WorkerPool& pool, Plan plan) : pool_(pool), plan_(plan) { ++alive; }
    ~TestSource() override { --alive; }

    void ask(Deliver deliver) override
    {
        const int number = made_++;
        pool_.try_post([plan = plan_, number, deliver = std::move(deliver)] {
            std::this_thread::sleep_for(milliseconds(plan.gap_ms));
            const bool is_last = !plan.is_endless && number + 1 >= plan.pieces;
            ++pieces_made;
            deliver({std::string(plan.bytes, static_cast<char>('a' + number % 26)), is_last ? plan.last : plan.between});
        });
    }

    bool is_wanted() const override
    {
        return plan_.wanted_ms == 0 || std::chrono::steady_clock::now() - begun_ < milliseconds(plan_.wanted_ms);
    }

    static inline std::atomic<int> alive{0};
    static inline std::atomic<int> pieces_made{0};

private:
    WorkerPool& pool_;
    const Plan plan_;
    const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
    int made_ = 0;
};

class TestPages {
public:
    void attach(const Server& server) { server_ = &server; }

    void operator()(Exchange exchange)
    {
        const auto target = split_target(exchange.request().target);
        const auto parameters = parse_parameters(target.query).value_or(ParameterList());
        const auto path = target.path;
        if (path == "/")
            return exchange.answer(page());
        if (path == "/token")
            return exchange.answer(text(token(parameters)));
        if (path == "/later")
            return answer_later(std::move(exchange), token(parameters), number(parameters, "ms", 0));
        if (path == "/throw")
            throw std::runtime_error("thrown by a handler");
        if (path == "/drop")
            return;
        if (path == "/metrics")
            return exchange.answer(text(counters()));
        exchange.answer(other_page(path, parameters, exchange.request()));
    }

    std::string counters() const
    {
        const auto& metrics = server_->metrics();
        std::string lines = "open " + std::to_string(metrics.connections_open) + "\nrequests " + std::to_string(metrics.requests) +
                            "\nslow_writers " + std::to_string(metrics.slow_writers) + "\nslow_writers_cut " +
                            std::to_string(metrics.slow_writers_cut) + "\nrefused " + std::to_string(metrics.connections_refused) +
                            "\nunanswered " + std::to_string(metrics.unanswered_requests) + "\nbytes_out " + std::to_string(metrics.bytes_out) +
                            "\nstreams_begun " + std::to_string(metrics.streams_begun) + "\nstreams_cut " + std::to_string(metrics.streams_cut) +
                            "\nsources " + std::to_string(TestSource::alive) + "\npieces_made " + std::to_string(TestSource::pieces_made) + "\n";
        for (std::size_t i = 0; i < protocol_error_count; ++i)
            lines.append(name_of(static_cast<ProtocolError>(i))).append(" ").append(std::to_string(metrics.protocol_errors[i])).append("\n");
        return lines;
    }

    void stop() { pool_.stop(); }

private:
    static Response text(std::string body) { return make_response(200, "text/plain", std::move(body)); }

    static std::string token(const ParameterList& parameters)
    {
        const auto* value = parameters.get("t");
        return "token=" + (value != nullptr ? *value : std::string());
    }

    static int number(const ParameterList& parameters, std::string_view name, int otherwise)
    {
        const auto* value = parameters.get(name);
        return value != nullptr ? std::atoi(value->c_str()) : otherwise;
    }

    Response page() const
    {
        Response response;
        response.headers.emplace_back("Content-Type", "text/html");
        response.body = page_;
        return response;
    }

    Response stream(const ParameterList& parameters)
    {
        TestSource::Plan plan;
        plan.pieces = number(parameters, "pieces", plan.pieces);
        plan.bytes = static_cast<std::size_t>(number(parameters, "bytes", static_cast<int>(plan.bytes)));
        plan.gap_ms = number(parameters, "ms", 0);
        plan.is_endless = parameters.has("endless");
        plan.wanted_ms = number(parameters, "wanted", 0);
        if (parameters.has("later"))
            plan.between = BodyPiece::Then::later;
        if (parameters.has("broken"))
            plan.last = BodyPiece::Then::broken;
        Response response;
        response.headers.emplace_back("Content-Type", "text/plain");
        response.source = std::make_shared<TestSource>(pool_, plan);
        return response;
    }

    Response other_page(std::string_view path, const ParameterList& parameters, const Request& request)
    {
        Response response;
        if (path == "/stream") {
            response = stream(parameters);
        } else if (path == "/big") {
            response.body = big_;
        } else if (path == "/file") {
            response.file = FileBody{file_, number(parameters, "from", 0), number(parameters, "bytes", static_cast<int>(big_bytes))};
        } else if (path == "/status") {
            response = text("body of a status");
            response.status = number(parameters, "code", 200);
        } else if (path == "/headers") {
            response.headers = {{"Set-Cookie", "a=1"}, {"Set-Cookie", "b=2"}, {"X-Evil", "v\r\nInjected: 1"}, {"X Bad", "1"}, {"Content-Length", "999"}};
        } else if (path == "/close") {
            response.close = true;
        } else {
            response = echo(request);
        }
        return response;
    }

    static Response echo(const Request& request)
    {
        std::string body = "method=" + request.method + "\ntarget=" + request.target + "\nminor=" + std::to_string(request.minor) +
                           "\npeer=" + request.peer + "\nbody_bytes=" + std::to_string(request.body.size()) + "\nbody=" +
                           request.body.substr(0, 200) + "\n";
        for (const auto& [name, value] : request.headers)
            body += "header " + name + "=" + value + "\n";
        return text(std::move(body));
    }

    void answer_later(Exchange exchange, std::string body, int delay_ms)
    {
        // std::function must be copyable, an exchange must not: hence the shared pointer.
        const auto shared = std::make_shared<Exchange>(std::move(exchange));
        const bool is_posted = pool_.try_post([shared, body = std::move(body), delay_ms] {
            std::this_thread::sleep_for(milliseconds(delay_ms));
            shared->answer(text(body));
        });
        if (is_posted)
            return;
        auto busy = make_response(503, "text/plain", "busy\n");
        busy.headers.emplace_back("Retry-After", "1");
        shared->answer(std::move(busy));
    }

    std::shared_ptr<const std::string> page_ = std::make_shared<const std::string>(page_bytes, 'x');
    std::shared_ptr<const std::string> big_ = std::make_shared<const std::string>(big_bytes, 'b');
    std::shared_ptr<const FileDescriptor> file_ = make_file(big_bytes);
    WorkerPool pool_{"later", 16, 1000};
    const Server* server_ = nullptr;
};

void shorten(Deadlines& deadlines)
{
    deadlines.idle = milliseconds(3000);
    deadlines.head = milliseconds(1500);
    deadlines.body_window = milliseconds(1000);
    deadlines.write_window = milliseconds(1500);
    deadlines.linger = milliseconds(1000);
    deadlines.source_silence = milliseconds(2000);
}

} // namespace

int main(int count, char** arguments)
{
    Options options;
    milliseconds drain(3000);
    for (int i = 1; i < count; ++i) {
        const std::string_view name = arguments[i];
        if (name == "--short-deadlines")
            shorten(options.deadlines);
        else if (name == "--drain" && i + 1 < count)
            drain = milliseconds(std::atoi(arguments[++i]));
        else if (name == "--port" && i + 1 < count)
            options.port = static_cast<std::uint16_t>(std::atoi(arguments[++i]));
        else if (name == "--connections" && i + 1 < count)
            options.connections_max = static_cast<std::size_t>(std::atoi(arguments[++i]));
    }
    options.log = [](LogLevel, std::string_view message) { std::fprintf(stderr, "%.*s\n", static_cast<int>(message.size()), message.data()); };

    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    TestPages pages;
    Server server(
        options, [&pages](Exchange exchange) { pages(std::move(exchange)); },
        [](const Request& head) { return head.target == "/upload" ? upload_bytes_max : ParserLimits().body_bytes_max; });
    pages.attach(server);
    server.start();
    std::printf("port %u\n", server.port());
    std::fflush(stdout);
    int received = 0;
    sigwait(&signals, &received);
    server.stop(drain);
    std::printf("stopped\n");
    std::fflush(stdout);
    pages.stop();
    std::printf("%s", pages.counters().c_str());
    return 0;
}
