#pragma once
/// Pages that were begun a moment ago. Midtrans gives a second token for the same unpaid order and switches the first
/// one off, so two visitors' threads that begin one attempt at the same time must get the same page.

#include <hurtrock/clock.hpp>
#include <hurtrock/shop/payment_request.hpp>

#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace hurtrock::midtrans {

class BegunPages {
public:
    /// The page of this attempt if it was begun within the last minutes, else what `begin` answers; one `begin` at a
    /// time for each attempt. Only pages are remembered, refusals are not.
    shop::StartResult once(const std::string& attempt_id, Time now, const std::function<shop::StartResult()>& begin);

private:
    struct Entry {
        std::mutex turn;
        std::optional<shop::PayByRedirect> page;
    };
    struct Slot {
        std::shared_ptr<Entry> entry;
        Time since{};
    };
    std::shared_ptr<Entry> entry_of(const std::string& attempt_id, Time now);

    std::mutex mutex_;
    std::map<std::string, Slot> slots_;
};

} // namespace hurtrock::midtrans
