// All connections that exist. Any thread may call; connections are never destroyed while the lock is held.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace hurtrock::http {

class Connection;

class ConnectionRegistry {
public:
    void add(const std::shared_ptr<Connection>& connection)
    {
        const std::lock_guard lock(mutex_);
        connections_.emplace(connection.get(), connection);
    }

    void remove(const Connection* connection)
    {
        const std::lock_guard lock(mutex_);
        connections_.erase(connection);
    }

    std::size_t size() const
    {
        const std::lock_guard lock(mutex_);
        return connections_.size();
    }

    std::vector<std::shared_ptr<Connection>> all() const
    {
        std::vector<std::shared_ptr<Connection>> connections;
        const std::lock_guard lock(mutex_);
        connections.reserve(connections_.size());
        for (const auto& entry : connections_)
            if (auto connection = entry.second.lock())
                connections.push_back(std::move(connection));
        return connections;
    }

private:
    mutable std::mutex mutex_;
    std::unordered_map<const Connection*, std::weak_ptr<Connection>> connections_;
};

} // namespace hurtrock::http
