#pragma once
/// The only SQL of tax.

#include "types.hpp"

#include <map>

namespace hurtrock::tax::repository {

struct InForce {
    std::map<Class, Rate> rates;
    /// Whether any product or category is in a class of its own.
    bool has_assignments{false};
};
/// Classes without a rate at that time are left out. One statement.
InForce in_force(Reader& reader, Time at);
std::vector<Assignment> assignments_of(Reader& reader, const std::vector<std::int64_t>& products,
                                       const std::vector<std::int64_t>& categories);

/// Newest first within a class; `state` is "past", "current" or "future" on that day.
struct ListedRate {
    DatedRate rate;
    std::string state;
};
std::vector<ListedRate> rates(Reader& reader, Time now);
std::vector<Assignment> assignments(Reader& reader);

/// Today in the shop's calendar: "2026-11-21".
std::string today(Reader& reader, Time now);
/// Replaces a rate of the same class and day.
void put_rate(Transaction& tx, const DatedRate& rate);
/// Only while it lies ahead; false otherwise.
bool remove_rate(Transaction& tx, std::int64_t id, Time now);
void put_assignment(Transaction& tx, const Assignment& assignment);
void remove_assignment(Transaction& tx, bool is_product, std::int64_t number);

} // namespace hurtrock::tax::repository
