#pragma once
/// Tells the other nodes on this database which pages to forget, and hears what they tell. PostgreSQL's NOTIFY carries
/// it, in a transaction of its own after the one that changed something: inside it, it would make commits wait for each
/// other.

#include "core/web/page_cache.hpp"
#include "core/work/waker.hpp"

#include <hurtrock/database.hpp>

#include <deque>
#include <mutex>
#include <set>

namespace hurtrock::app {

class PageBus {
public:
    static constexpr const char* channel = "hurtrock_pages";
    /// More tags than that, and everything is forgotten instead. PostgreSQL takes 8,000 bytes a message.
    static constexpr std::size_t message_bytes_max = 7'000;
    /// What changes meanwhile goes out together.
    static constexpr std::chrono::milliseconds gather{50};

    PageBus(Database& database, web::PageCache& pages);
    PageBus(const PageBus&) = delete;
    PageBus& operator=(const PageBus&) = delete;
    /// Sends what waits: what a command changed must reach the nodes that serve.
    ~PageBus();

    /// Forgets here, at once, and remembers to tell. Never throws.
    void changed(const std::vector<std::string>& tags) noexcept;
    /// Tells what is to be told; throws DatabaseError, and everything is told the next time.
    void send();
    /// Whatever others kept so far may be old: said by a node that starts, because the one before it may have ended in
    /// between.
    void announce_all();
    /// A message of the channel; our own say nothing new. What it names is forgotten once more after `memory`: what
    /// plugins of this node remember of their tables, for so long at most, may have gone into a page meanwhile.
    void hear(const std::string& message);
    void forget_again(std::chrono::steady_clock::time_point now) noexcept;
    static constexpr std::chrono::seconds memory{6};
    /// After it was deaf for a while.
    void missed_something() noexcept { pages_.forget_all(); }

    /// Called after changed(), on its thread.
    void on_changed(std::function<void()> wake) { wake_.set(std::move(wake)); }

private:
    std::string take_message();

    Database& database_;
    web::PageCache& pages_;
    const std::string node_;
    work::Waker wake_;
    std::mutex mutex_;
    std::set<std::string> waiting_;
    std::size_t waiting_bytes_{0};
    bool all_waiting_{false};
    std::deque<std::pair<std::chrono::steady_clock::time_point, std::vector<std::string>>> again_;
};

} // namespace hurtrock::app
