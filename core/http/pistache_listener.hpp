// Accepting and reading, by Pistache: its listener, its event loops, nothing of its HTTP.
#pragma once

#include <cstdint>
#include <memory>

namespace hurtrock::http {

struct Transport;

class PistacheListener {
public:
    explicit PistacheListener(std::shared_ptr<Transport> transport);
    ~PistacheListener();

    // Binds, listens, starts the threads. Throws std::runtime_error when the address cannot be had.
    void start();
    std::uint16_t port() const;
    // -1 while it does not listen.
    int listening_socket() const;

    // New clients are refused by the kernel from now on; connections go on.
    void stop_accepting();
    // Ends the threads. Connections should have been shut down before; whatever is left is not read any more.
    // The descriptor of a client accepted in the very last moment may stay open until the process ends.
    void stop();

private:
    struct Running;
    static void take_over(Running& running, int inherited);

    std::shared_ptr<Transport> transport_;
    std::unique_ptr<Running> running_;
};

} // namespace hurtrock::http
