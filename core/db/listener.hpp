#pragma once
/// A dedicated connection that LISTENs, on a thread of its own. It reconnects for ever; what was sent while it was away
/// is lost, so `connected` is the moment to look again at everything the notifications stand for.

#include "connection.hpp"

#include <map>
#include <thread>

namespace hurtrock::db
{

struct ListenerCallbacks {
    /// After each connect, once all channels listen.
    std::function<void()> connected{};
    std::function<void(const std::string& message)> warning{};
};

class Listener
{
public:
    using Notified = std::function<void(const std::string& payload)>;

    /// The callbacks run on the listener's thread, one at a time; an exception from them is a warning.
    Listener(SessionOptions session, std::map<std::string, Notified> channels, ListenerCallbacks callbacks = {});
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    /// Returns when the thread ended; a running callback is waited for.
    ~Listener();

private:
    void work();
    void listen_until_lost();
    void guarded(const std::function<void()>& action) noexcept;
    void warn(const std::string& message) noexcept;
    bool wait(int descriptor, std::chrono::milliseconds patience);

    const SessionOptions session_;
    const std::map<std::string, Notified> channels_;
    const ListenerCallbacks callbacks_;
    /// Becomes readable when the listener is to end.
    int stop_event_;
    std::thread thread_;
};

} // namespace hurtrock::db
