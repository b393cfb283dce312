#include "listener.hpp"

#include "pqxx_bridge.hpp"

#include <pqxx/pqxx>

#include <cerrno>
#include <system_error>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace hurtrock::db
{
namespace
{

using namespace std::chrono_literals;

constexpr auto reconnect_pause_first = 100ms;
constexpr auto reconnect_pause_max = 5'000ms;
/// A server that vanished without a word is noticed by asking now and then.
constexpr auto silence_max = 30'000ms;

class Receiver final : public pqxx::notification_receiver
{
public:
    Receiver(pqxx::connection_base& connection, const std::string& channel,
             std::function<void(const std::string&)> notified)
        : notification_receiver{connection, channel}, notified_{std::move(notified)}
    {
    }
    void operator()(const std::string& payload, int) override { notified_(payload); }

private:
    std::function<void(const std::string&)> notified_;
};

} // namespace

Listener::Listener(SessionOptions session, std::map<std::string, Notified> channels, ListenerCallbacks callbacks)
    : session_{std::move(session)}, channels_{std::move(channels)}, callbacks_{std::move(callbacks)},
      stop_event_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)}
{
    if (stop_event_ < 0) throw std::system_error{errno, std::generic_category(), "eventfd"};
    thread_ = std::thread{[this] { work(); }};
}

Listener::~Listener()
{
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(stop_event_, &one, sizeof one);
    thread_.join();
    ::close(stop_event_);
}

void Listener::warn(const std::string& message) noexcept
{
    if (callbacks_.warning) callbacks_.warning(message);
}

void Listener::guarded(const std::function<void()>& action) noexcept
{
    try {
        if (action) action();
    } catch (const std::exception& error) {
        warn(std::string{"a notification's callback failed: "} + error.what());
    } catch (...) {
        warn("a notification's callback failed");
    }
}

/// True when the listener is to end. `descriptor` may be -1.
bool Listener::wait(int descriptor, std::chrono::milliseconds patience)
{
    pollfd waiting[2]{{stop_event_, POLLIN, 0}, {descriptor, POLLIN, 0}};
    ::poll(waiting, 2, static_cast<int>(patience.count()));
    return waiting[0].revents != 0;
}

void Listener::work()
{
    for (auto pause = reconnect_pause_first;;) {
        const auto started = std::chrono::steady_clock::now();
        try {
            listen_until_lost();
            return;
        } catch (const std::exception& lost) {
            warn(std::string{"listening for notifications was interrupted: "} + lost.what());
        }
        if (std::chrono::steady_clock::now() - started > reconnect_pause_max) pause = reconnect_pause_first;
        if (wait(-1, pause)) return;
        pause = std::min(pause * 2, reconnect_pause_max);
    }
}

/// Returns when the listener is to end; throws when the connection is lost.
void Listener::listen_until_lost()
{
    pqxx::connection connection{with_client_options(session_.connection, session_.application_name + " listen",
                                                    static_cast<int>(session_.connect_timeout.count()))};
    const pqxx::quiet_errorhandler quiet{connection};
    std::vector<std::unique_ptr<Receiver>> receivers;
    for (const auto& [channel, notified] : channels_)
        receivers.push_back(
            std::make_unique<Receiver>(connection, channel, [this, &notified](const std::string& payload) {
                guarded([&] { notified(payload); });
            }));
    guarded(callbacks_.connected);

    while (!wait(connection.sock(), silence_max)) {
        const int count = connection.get_notifs();
        if (!connection.is_open()) throw pqxx::broken_connection{};
        if (count == 0) pqxx::nontransaction{connection}.exec("SELECT 1");
    }
}

} // namespace hurtrock::db
