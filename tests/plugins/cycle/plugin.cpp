/// Comes and goes hundreds of times. A file "mood" beside it makes start() misbehave; its routes do so when asked.
#include <hurtrock/sdk.hpp>

#include <atomic>
#include <chrono>
#include <csignal>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

using namespace hurtrock;

namespace {

/// Notices use after stop: a request that still reaches it then would touch freed memory.
struct State {
    std::string text{CYCLE_TEXT};
    std::atomic<std::uint64_t> ticks{0};
};

class Cycle final : public Plugin
{
public:
    void start(Host& host) override
    {
        misbehave(host.folder());
        state_ = std::make_unique<State>();
        auto& state = *state_;
        auto& settings = host.settings();
        ticking_ = std::jthread{[&state](const std::stop_token& stop) {
            while (!stop.stop_requested()) {
                ++state.ticks;
                std::this_thread::sleep_for(std::chrono::milliseconds{5});
            }
        }};
        auto& routes = host.routes();
        routes.get("/cycle", [&state, &settings](const Request&) { return text("cycle " + state.text + " " + settings.text("greeting")); });
        routes.get("/cycle/slow", [&state](const Request&) {
            std::this_thread::sleep_for(std::chrono::seconds{2});
            return text("cycle " + state.text);
        });
        routes.get("/cycle/hang", [](const Request&) {
            std::this_thread::sleep_for(std::chrono::minutes{10});
            return text("awake");
        });
        routes.get("/cycle/throw", [](const Request&) -> Response { throw 42; });
        routes.get("/cycle/crash", [](const Request&) {
            std::raise(SIGSEGV);
            return text("still here");
        });
        routes.post("/webhooks/cycle", [&state](const Request&) { return text(state.text); }, {.csrf = Csrf::none});
        host.jobs().every(std::chrono::seconds{1}, "tick", [&state]() -> Result<Done> {
            ++state.ticks;
            return Done{};
        });
    }
    void stop() override
    {
        ticking_.request_stop();
        ticking_.join();
        state_.reset();
    }

private:
    static void misbehave(const std::string& folder)
    {
        std::string mood;
        std::ifstream{folder + "/mood"} >> mood;
        if (mood == "throw") throw std::runtime_error{"in a bad mood"};
        if (mood == "foreign") throw 42;
        if (mood == "hang") std::this_thread::sleep_for(std::chrono::minutes{10});
        if (mood == "crash") std::raise(SIGSEGV);
    }

    std::unique_ptr<State> state_;
    std::jthread ticking_;
};

} // namespace

HURTROCK_PLUGIN(Cycle)
