#pragma once
/// Whole answers for visitors without cookies, kept in memory and given out on the io threads. What a page depends on
/// is named by tags (Response::cache, Request::depends_on): the name of an event, or the aggregate one is about
/// ("thing:42").
///
/// Nothing is searched when something changed. Every tag has a number, taken from one sequence when it was last
/// forgotten, and a page remembers where the sequence stood before its first read: it holds while none of its tags is
/// younger. A render that was overtaken by a change is therefore never kept, however slow it was. Tags share 65,536
/// places by hash; two that share one are forgotten together, which costs a render and nothing else. Files, settings,
/// theme and plugins count as one more such number, their `surroundings`. Thread-safe.

#include "core/http/message.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>

namespace hurtrock::web {

class PageCache {
public:
    /// Of keys, heads and bodies together; what was asked for longest ago leaves first.
    static constexpr std::size_t bytes_max = 64u << 20;
    static constexpr std::size_t page_bytes_max = 1u << 20;
    static constexpr std::size_t key_bytes_max = 2'048;
    /// A page is made anew after it even when nothing was heard: for what time alone changes ("new"), and in case
    /// another node ended between its commit and saying so.
    static constexpr std::chrono::seconds age_max{60};

    using Time = std::chrono::steady_clock::time_point;

    /// `surroundings` answers a number that is another one after every change of files, settings, theme or plugins; 0 while nobody
    /// would notice such a change: nothing is kept then.
    explicit PageCache(std::function<std::uint64_t()> surroundings) : surroundings_{std::move(surroundings)} {}

    /// Where everything stood. Taken before the first read of a page.
    struct Moment {
        std::uint64_t surroundings;
        std::uint64_t sequence;
    };
    Moment now() const { return {surroundings_(), sequence_.load(std::memory_order_acquire)}; }

    std::optional<http::Response> find(const std::string& key, Time time);
    /// Kept only if nothing it depends on changed since `begun`, and if it is not too large.
    void store(std::string key, const std::vector<std::string>& tags, Moment begun, http::Response page, Time time);

    void forget(std::span<const std::string> tags) noexcept;
    void forget_all() noexcept;

    struct Stats {
        std::uint64_t hits, misses, stored;
        std::size_t pages, bytes;
    };
    Stats stats() const;

private:
    struct Page {
        std::string key;
        http::Response response;
        std::vector<std::uint16_t> places;
        Moment begun;
        Time stored;
        std::size_t bytes;
    };
    using Pages = std::list<Page>;

    static std::uint16_t place_of(std::string_view tag) noexcept;
    bool holds(const Page& page, Time time) const;
    void drop(Pages::iterator page);

    const std::function<std::uint64_t()> surroundings_;
    std::atomic<std::uint64_t> sequence_{0};
    std::atomic<std::uint64_t> all_forgotten_{0};
    std::array<std::atomic<std::uint64_t>, 65'536> forgotten_{};

    std::atomic<std::uint64_t> hits_{0}, misses_{0}, stored_{0};
    mutable std::mutex mutex_;
    /// Used last first.
    Pages pages_;
    std::unordered_map<std::string_view, Pages::iterator> by_key_;
    std::size_t bytes_{0};
};

} // namespace hurtrock::web
