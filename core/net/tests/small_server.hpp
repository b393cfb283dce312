#pragma once
/// A server on loopback that answers each request with what a function makes of its text. One connection after the
/// other.

#include <atomic>
#include <functional>
#include <string>
#include <thread>

namespace hurtrock::net::test {

class SmallServer {
public:
    /// Given the whole request; answers the bytes to send, "" to hang up at once, "hang" to keep silent until the end.
    using Answer = std::function<std::string(const std::string& request)>;
    explicit SmallServer(Answer answer);
    ~SmallServer();
    SmallServer(const SmallServer&) = delete;
    SmallServer& operator=(const SmallServer&) = delete;

    std::string url(const std::string& path = "/") const { return "http://127.0.0.1:" + std::to_string(port_) + path; }
    int requests() const noexcept { return requests_; }

private:
    void serve();
    void serve_one(int connection);

    const Answer answer_;
    int listener_{-1};
    int port_{0};
    std::atomic<bool> stopping_{false};
    std::atomic<int> requests_{0};
    std::thread thread_;
};

/// A whole answer that closes its connection.
std::string http_answer(int status, const std::string& body, const std::string& more_headers = {});

} // namespace hurtrock::net::test
