#pragma once
/// Answers that plugins make while they are sent. Their producers run on threads of their own, so that a hundred slow downloads
/// keep no page waiting; each holds its plugin's generation until it is over. Thread-safe.

#include "core/http/body_source.hpp"

#include <hurtrock/response.hpp>

#include <memory>

namespace hurtrock::web {

class Streams {
public:
    static constexpr std::size_t threads = 4;
    static constexpr std::size_t open_max = 256;
    static constexpr std::size_t piece_bytes_max = 1 << 20;

    Streams();
    /// Stops as stop() does.
    ~Streams();

    /// Null when as many are open as may be. `generation` keeps the producer's code and objects alive; `request_id` stands in
    /// the log lines of its failures.
    std::shared_ptr<http::BodySource> open(std::string owner, std::string request_id, std::shared_ptr<void> generation, Producer next);

    /// The generation is leaving: its streams end the next time they have nothing to send.
    void end(const void* generation);
    /// The same, at once and wherever they are.
    void cut(const void* generation);

    std::size_t open_count() const;
    /// Waits for the producers that run. The transport has stopped before.
    void stop();

private:
    struct Stream;
    class Source;
    struct Shared;
    std::shared_ptr<Shared> shared_;
};

} // namespace hurtrock::web
