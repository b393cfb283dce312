#pragma once
/// Parcels: packing what is there, sending it, and what becomes of it on the way. The order's fulfilment follows.

#include "changing.hpp"
#include "service.hpp"

namespace hurtrock::orders
{

struct Shipment {
    std::string courier;
    std::string tracking_number;
};

class Sending
{
public:
    Sending(Host& host, OrdersService& orders)
        : host_{host}, orders_{orders}, inventory_{host.services()}, payments_{host.services()}
    {
    }

    /// Units of each line that are on the shelf for this order and in no parcel; by line id.
    std::unordered_map<std::int64_t, std::int64_t> sendable(Reader& reader, const Order& order);

    /// Packs these units, or all that can be sent when there are none. Answers the parcel's number. Problems
    /// "orders.cannot_ship", "orders.nothing_to_ship", "orders.not_sendable" with {name, sendable}.
    Result<int> pack(Transaction& tx, std::string_view public_id, const std::vector<shop::ParcelLine>& lines,
                     std::string_view actor);
    /// Sends a packed parcel. Goods to be paid on delivery are sold now.
    Result<Done> ship(Transaction& tx, std::string_view public_id, int parcel, const Shipment& shipment,
                      std::string_view actor);
    /// The oldest packed parcel, or else one with all that can be sent.
    Result<int> quick_ship(Transaction& tx, std::string_view public_id, const Shipment& shipment,
                           std::string_view actor);
    /// One parcel, or all that are on the way with 0. Once all has arrived, what is paid on delivery is paid.
    Result<Done> deliver(Transaction& tx, std::string_view public_id, int parcel, std::string_view actor);
    Result<Done> unpack(Transaction& tx, std::string_view public_id, int parcel, std::string_view actor);
    /// Lost: others are sent in place of what was in it, as soon as there are any. Came back: the same can be sent again.
    Result<Done> fail(Transaction& tx, std::string_view public_id, int parcel, ParcelEvent event, const Why& why);

private:
    struct Opened {
        Order order;
        std::vector<shop::OrderParcel> parcels;
    };
    Result<Opened> open(Transaction& tx, std::string_view public_id);
    Result<Done> send(Transaction& tx, Order& order, shop::OrderParcel& parcel, const Shipment& shipment,
                      std::string_view actor);
    Result<int> pack_locked(Transaction& tx, Order& order, const std::vector<shop::ParcelLine>& lines,
                            std::string_view actor);

    Host& host_;
    OrdersService& orders_;
    Service<shop::Inventory> inventory_;
    Service<shop::Payments> payments_;
};

} // namespace hurtrock::orders
