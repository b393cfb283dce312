#include "begun.hpp"

namespace hurtrock::midtrans {
namespace {

constexpr std::chrono::minutes remembered{10};
constexpr std::size_t slots_max = 5'000;

} // namespace

std::shared_ptr<BegunPages::Entry> BegunPages::entry_of(const std::string& attempt_id, Time now)
{
    const std::lock_guard lock{mutex_};
    std::erase_if(slots_, [&](const auto& slot) { return slot.second.since + remembered < now; });
    if (slots_.size() >= slots_max) slots_.clear();
    auto& slot = slots_[attempt_id];
    if (!slot.entry) slot = {std::make_shared<Entry>(), now};
    return slot.entry;
}

shop::StartResult BegunPages::once(const std::string& attempt_id, Time now,
                                   const std::function<shop::StartResult()>& begin)
{
    const auto entry = entry_of(attempt_id, now);
    const std::lock_guard turn{entry->turn};
    if (entry->page) return *entry->page;
    auto started = begin();
    if (const auto* page = std::get_if<shop::PayByRedirect>(&started)) entry->page = *page;
    return started;
}

} // namespace hurtrock::midtrans
