#include "page_cache.hpp"

namespace hurtrock::web {
namespace {

/// What list, map and heap need beside the texts.
constexpr std::size_t overhead_bytes = 400;

std::size_t size_of(const std::string& key, const http::Response& response)
{
    auto bytes = overhead_bytes + key.size() + (response.body ? response.body->size() : 0);
    for (const auto& [name, value] : response.headers)
        bytes += sizeof(std::pair<std::string, std::string>) + name.size() + value.size();
    return bytes;
}

/// The slot holds the latest number, whoever comes last.
void raise_to(std::atomic<std::uint64_t>& slot, std::uint64_t number) noexcept
{
    auto known = slot.load(std::memory_order_relaxed);
    while (known < number &&
           !slot.compare_exchange_weak(known, number, std::memory_order_release, std::memory_order_relaxed)) {
    }
}

} // namespace

std::uint16_t PageCache::place_of(std::string_view tag) noexcept
{
    const auto hash = std::hash<std::string_view>{}(tag);
    return static_cast<std::uint16_t>(hash ^ (hash >> 16) ^ (hash >> 32) ^ (hash >> 48));
}

bool PageCache::holds(const Page& page, Time time) const
{
    if (time - page.stored > age_max || page.begun.surroundings != surroundings_()) return false;
    if (all_forgotten_.load(std::memory_order_acquire) > page.begun.sequence) return false;
    for (const auto place : page.places)
        if (forgotten_[place].load(std::memory_order_acquire) > page.begun.sequence) return false;
    return true;
}

std::optional<http::Response> PageCache::find(const std::string& key, Time time)
{
    const std::lock_guard lock{mutex_};
    const auto known = by_key_.find(key);
    if (known == by_key_.end() || !holds(*known->second, time)) {
        if (known != by_key_.end()) drop(known->second);
        misses_.fetch_add(1, std::memory_order_relaxed);
        return std::nullopt;
    }
    pages_.splice(pages_.begin(), pages_, known->second);
    hits_.fetch_add(1, std::memory_order_relaxed);
    return known->second->response;
}

void PageCache::store(std::string key, const std::vector<std::string>& tags, Moment begun, http::Response page,
                      Time time)
{
    Page made{std::move(key), std::move(page), {}, begun, time, 0};
    made.bytes = size_of(made.key, made.response);
    if (begun.surroundings == 0 || made.bytes > page_bytes_max || made.key.size() > key_bytes_max) return;
    for (const auto& tag : tags)
        made.places.push_back(place_of(tag));
    if (!holds(made, time)) return;

    const std::lock_guard lock{mutex_};
    if (const auto known = by_key_.find(made.key); known != by_key_.end()) drop(known->second);
    bytes_ += made.bytes;
    pages_.push_front(std::move(made));
    by_key_.emplace(pages_.front().key, pages_.begin());
    stored_.fetch_add(1, std::memory_order_relaxed);
    while (bytes_ > bytes_max)
        drop(std::prev(pages_.end()));
}

void PageCache::drop(Pages::iterator page)
{
    bytes_ -= page->bytes;
    by_key_.erase(page->key);
    pages_.erase(page);
}

void PageCache::forget(std::span<const std::string> tags) noexcept
{
    if (tags.empty()) return;
    const auto number = sequence_.fetch_add(1, std::memory_order_acq_rel) + 1;
    for (const auto& tag : tags)
        raise_to(forgotten_[place_of(tag)], number);
}

void PageCache::forget_all() noexcept
{
    raise_to(all_forgotten_, sequence_.fetch_add(1, std::memory_order_acq_rel) + 1);
}

PageCache::Stats PageCache::stats() const
{
    const std::lock_guard lock{mutex_};
    return {hits_.load(std::memory_order_relaxed), misses_.load(std::memory_order_relaxed),
            stored_.load(std::memory_order_relaxed), pages_.size(), bytes_};
}

} // namespace hurtrock::web
