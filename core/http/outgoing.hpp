// One response on its way into a socket: head and memory body in one sendmsg, files by sendfile, never blocking.
// Not synchronised; the connection's lock protects it.
#pragma once

#include "message.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace hurtrock::http {

class Outgoing {
public:
    enum class Progress {
        done,
        blocked, // the socket is full, or this call has sent its share: try again when it is writable
        failed,  // the connection is broken, or the file ended early
    };

    void start(std::string head, std::shared_ptr<const std::string> body, std::optional<FileBody> file);
    // More bytes of the same response, after flush() answered done.
    void continue_with(std::string bytes);
    Progress flush(int socket);
    void clear();

    // Since start(). The difference between two calls is the progress made.
    std::uint64_t bytes_sent() const { return bytes_sent_; }

private:
    enum class Step { sent, blocked, failed };
    Step send_memory(int socket);
    Step send_file(int socket);
    std::size_t memory_bytes() const { return head_.size() + (body_ ? body_->size() : 0); }

    std::string head_;
    std::shared_ptr<const std::string> body_;
    std::optional<FileBody> file_;
    std::size_t memory_sent_ = 0;
    std::uint64_t bytes_sent_ = 0;
};

} // namespace hurtrock::http
