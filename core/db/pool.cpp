#include "pool.hpp"

#include "errors.hpp"

#include <thread>

namespace hurtrock::db
{
namespace
{

constexpr std::chrono::milliseconds connect_pause{100};

PoolOptions checked(PoolOptions options)
{
    if (options.size == 0) throw std::invalid_argument{"the database pool needs at least one connection"};
    return options;
}

} // namespace

Pool::Pool(PoolOptions options) : options_{checked(std::move(options))}
{
    idle_.reserve(options_.size);
}

Pool::Lease& Pool::Lease::operator=(Lease&& other) noexcept
{
    std::swap(pool_, other.pool_);
    std::swap(connection_, other.connection_);
    return *this;
}

Pool::Lease::~Lease()
{
    if (connection_) pool_->give_back(std::move(connection_));
}

Pool::Lease Pool::acquire()
{
    const auto deadline = std::chrono::steady_clock::now() + options_.acquire_timeout;
    while (auto connection = take_idle_or_reserve(deadline)) {
        if (connection->is_usable()) return {*this, std::move(connection)};
        connection.reset();
        forget_one();
        const std::lock_guard lock{mutex_};
        ++reconnected_;
    }
    return {*this, connect(deadline)};
}

/// An idle connection, or null when the caller may open a new one (its place is already counted).
std::unique_ptr<Connection> Pool::take_idle_or_reserve(Deadline deadline)
{
    std::unique_lock lock{mutex_};
    ++waiting_;
    const bool free = returned_.wait_until(lock, deadline, [&] { return !idle_.empty() || open_ < options_.size; });
    --waiting_;
    if (!free) {
        ++exhausted_;
        throw PoolExhausted{"all " + std::to_string(options_.size) + " database connections stayed busy for " +
                            std::to_string(options_.acquire_timeout.count()) + " ms"};
    }
    if (idle_.empty()) {
        ++open_;
        return nullptr;
    }
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    return connection;
}

std::unique_ptr<Connection> Pool::connect(Deadline deadline)
{
    const auto generation = [&] {
        const std::lock_guard lock{mutex_};
        return generation_;
    }();
    try {
        while (true) {
            try {
                return std::make_unique<Connection>(options_.session, generation);
            } catch (const ConnectionLost&) {
                if (std::chrono::steady_clock::now() + connect_pause >= deadline) throw;
            }
            std::this_thread::sleep_for(connect_pause);
        }
    } catch (...) {
        forget_one();
        throw;
    }
}

void Pool::give_back(std::unique_ptr<Connection> connection) noexcept
{
    // Whoever takes it next asks the socket.
    if (!connection->is_broken()) {
        const std::lock_guard lock{mutex_};
        if (connection->generation() == generation_)
            idle_.push_back(std::move(connection)); // reserved in the constructor
    }
    if (!connection) {
        returned_.notify_one();
        return;
    }
    connection.reset();
    forget_one();
}

void Pool::forget_one() noexcept
{
    {
        const std::lock_guard lock{mutex_};
        --open_;
    }
    returned_.notify_one();
}

void Pool::renew()
{
    std::vector<std::unique_ptr<Connection>> outdated;
    outdated.reserve(options_.size);
    {
        const std::lock_guard lock{mutex_};
        ++generation_;
        outdated.swap(idle_);
        open_ -= outdated.size();
    }
    returned_.notify_all();
}

PoolStatus Pool::status() const
{
    const std::lock_guard lock{mutex_};
    return {options_.size, open_, idle_.size(), waiting_, exhausted_, reconnected_};
}

} // namespace hurtrock::db
