#include "page_bus.hpp"

#include "core/log/log.hpp"

#include <hurtrock/ids.hpp>

namespace hurtrock::app {
namespace {

constexpr char separator = '\n';
constexpr std::string_view everything = "*";

const Query notify{"core.notify_pages", "SELECT pg_notify($1, $2)"};

} // namespace

PageBus::PageBus(Database& database, web::PageCache& pages)
    : database_{database}, pages_{pages}, node_{make_public_id()}
{
}

PageBus::~PageBus()
{
    try {
        send();
    } catch (const std::exception& error) {
        log::write(log::Level::warning, "pages", "other nodes were not told which pages are old", {{"reason", error.what()}});
    }
}

void PageBus::changed(const std::vector<std::string>& tags) noexcept
{
    pages_.forget(tags);
    try {
        {
            const std::lock_guard lock{mutex_};
            for (const auto& tag : tags)
                if (!all_waiting_ && waiting_.insert(tag).second) waiting_bytes_ += tag.size() + 1;
            if (waiting_bytes_ > message_bytes_max) all_waiting_ = true;
        }
        wake_();
    } catch (...) { // no memory: others drop their pages when they grow old
    }
}

void PageBus::announce_all()
{
    {
        const std::lock_guard lock{mutex_};
        all_waiting_ = true;
    }
    send();
}

std::string PageBus::take_message()
{
    const std::lock_guard lock{mutex_};
    if (waiting_.empty() && !all_waiting_) return {};
    auto message = node_;
    if (all_waiting_)
        message.append(1, separator).append(everything);
    else
        for (const auto& tag : waiting_)
            message.append(1, separator).append(tag);
    waiting_.clear();
    waiting_bytes_ = 0;
    all_waiting_ = false;
    return message;
}

void PageBus::send()
{
    const auto message = take_message();
    if (message.empty()) return;
    try {
        database_.run_transaction("core.notify_pages", [&](Transaction& tx) {
            tx.run(notify, {channel, message});
            return true;
        });
    } catch (...) {
        const std::lock_guard lock{mutex_};
        all_waiting_ = true;
        throw;
    }
}

void PageBus::hear(const std::string& message)
{
    std::vector<std::string> tags;
    std::size_t at = message.find(separator);
    if (message.substr(0, at) == node_) return;
    while (at != std::string::npos) {
        const auto next = message.find(separator, at + 1);
        tags.push_back(message.substr(at + 1, next == std::string::npos ? next : next - at - 1));
        at = next;
    }
    if (tags.size() == 1 && tags.front() == everything)
        pages_.forget_all();
    else
        pages_.forget(tags);
    const std::lock_guard lock{mutex_};
    again_.emplace_back(std::chrono::steady_clock::now() + memory, std::move(tags));
}

void PageBus::forget_again(std::chrono::steady_clock::time_point now) noexcept
{
    const std::lock_guard lock{mutex_};
    for (; !again_.empty() && again_.front().first <= now; again_.pop_front()) {
        const auto& tags = again_.front().second;
        if (tags.size() == 1 && tags.front() == everything)
            pages_.forget_all();
        else
            pages_.forget(tags);
    }
}

} // namespace hurtrock::app
