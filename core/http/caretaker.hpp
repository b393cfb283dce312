// The transport's own thread: it writes what did not fit into a socket at once (EPOLLOUT), continues connections
// whose next request had already arrived when the previous answer was done, and enforces deadlines.
#pragma once

#include "file_descriptor.hpp"
#include "metrics.hpp"

#include <atomic>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

namespace hurtrock::http {

class Connection;
class ConnectionRegistry;

class Caretaker {
public:
    // Throws std::system_error when the kernel refuses the descriptors.
    Caretaker(const ConnectionRegistry& registry, Metrics& metrics);
    ~Caretaker();

    void start();
    // Joins the thread and forgets everything it had to do. Not from the thread itself.
    void stop();

    // Any thread, the connection's lock may be held. Calls on_writable() until forget().
    // False when the kernel refuses; the connection must then be given up.
    bool watch(const std::shared_ptr<Connection>& connection, int socket);
    void forget(int socket);
    // Any thread. Calls resume() once, soon.
    void resume_later(std::shared_ptr<Connection> connection);

private:
    void run();
    void serve_events();
    void resume_waiting();
    void check_deadlines();
    void wake();

    const ConnectionRegistry& registry_;
    Metrics& metrics_;
    FileDescriptor epoll_;
    FileDescriptor wakeup_;
    std::thread thread_;
    std::atomic<bool> stopping_{false};
    std::mutex mutex_; // taken after a connection's lock, never before
    std::unordered_map<int, std::shared_ptr<Connection>> watched_;
    std::vector<std::shared_ptr<Connection>> waiting_;
};

} // namespace hurtrock::http
