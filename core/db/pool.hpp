#pragma once
/// A bounded pool of connections. Thread-safe. A connection that broke is dropped and replaced when next needed.

#include "connection.hpp"

#include <condition_variable>
#include <mutex>
#include <vector>

namespace hurtrock::db
{

struct PoolOptions {
    SessionOptions session;
    std::size_t size{10};
    /// Longest wait for a free connection, and for a server that is restarting.
    std::chrono::milliseconds acquire_timeout{2'000};
};

struct PoolStatus {
    std::size_t size, open, idle, waiting;
    std::uint64_t exhausted, reconnected;
};

class Pool
{
public:
    explicit Pool(PoolOptions options);
    /// Precondition: every lease has ended.
    ~Pool() = default;

    /// Borrows a connection; gives it back when destroyed, or drops it when it is no longer usable.
    class Lease
    {
    public:
        Lease(Lease&& other) noexcept = default;
        Lease& operator=(Lease&& other) noexcept;
        ~Lease();
        Connection* operator->() const noexcept { return connection_.get(); }
        Connection& operator*() const noexcept { return *connection_; }

    private:
        friend class Pool;
        Lease(Pool& pool, std::unique_ptr<Connection> connection) noexcept
            : pool_{&pool}, connection_{std::move(connection)}
        {
        }
        Pool* pool_;
        std::unique_ptr<Connection> connection_;
    };

    /// Waits up to the acquire timeout. Throws PoolExhausted when all connections stay busy, ConnectionLost when the
    /// server cannot be reached for that long.
    Lease acquire();

    /// Replaces every connection, those in use when they come back: after a migration changed tables under prepared
    /// statements.
    void renew();

    PoolStatus status() const;
    const PoolOptions& options() const noexcept { return options_; }

private:
    using Deadline = std::chrono::steady_clock::time_point;

    std::unique_ptr<Connection> take_idle_or_reserve(Deadline deadline);
    std::unique_ptr<Connection> connect(Deadline deadline);
    void give_back(std::unique_ptr<Connection> connection) noexcept;
    void forget_one() noexcept;

    const PoolOptions options_;
    mutable std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Connection>> idle_;
    std::size_t open_{0};
    std::uint64_t generation_{0};
    std::size_t waiting_{0};
    std::uint64_t exhausted_{0};
    std::uint64_t reconnected_{0};
};

} // namespace hurtrock::db
