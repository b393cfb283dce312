// One request and the right to answer it, once, from any thread, even after the client has gone or the server has
// stopped. An exchange destroyed without an answer answers 500.
#pragma once

#include "message.hpp"

#include <memory>

namespace hurtrock::http {

class Connection;

class Exchange {
public:
    Exchange(std::shared_ptr<Connection> connection, Request request);
    Exchange(Exchange&&) noexcept = default;
    Exchange& operator=(Exchange&& other) noexcept;
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;
    ~Exchange();

    // Stays valid after answer(), as long as the exchange lives.
    const Request& request() const { return request_; }
    // Moves the request out, for those who want to keep a large body without copying it.
    Request take_request() { return std::move(request_); }

    // Does not block; what the socket does not take at once is written by the transport. Only the first call counts.
    void answer(Response response);
    bool is_answered() const { return connection_ == nullptr; }

private:
    void abandon() noexcept;

    std::shared_ptr<Connection> connection_; // null once answered or moved from
    Request request_;
};

} // namespace hurtrock::http
