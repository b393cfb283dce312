#pragma once
/// The SQL of parcels. The caller holds the order's lock.

#include "types.hpp"

#include <unordered_map>

namespace hurtrock::orders::repository
{

/// Units of a line: more (or less, when negative) of them are in parcels, have left. False when that is more than there are.
bool pack_line(Transaction& tx, std::int64_t line, std::int64_t packed, std::int64_t shipped);

/// Answers the new parcel's number.
int add_parcel(Transaction& tx, OrderId order, const std::vector<shop::ParcelLine>& lines, Time now);
/// False when it is no longer in that state.
bool set_parcel(Transaction& tx, OrderId order, const shop::OrderParcel& parcel, ParcelState to, Time now);

std::vector<shop::OrderParcel> parcels(Reader& reader, OrderId order);
std::unordered_map<OrderId, std::vector<shop::OrderParcel>> parcels_of(Reader& reader,
                                                                       const std::vector<std::int64_t>& orders);

} // namespace hurtrock::orders::repository
