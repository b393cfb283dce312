#pragma once
/// Returns and refunds: the customer asks, staff answers, the goods come back to the shelf or not, the money goes back.

#include "changing.hpp"

#include <hurtrock/plugin.hpp>
#include <hurtrock/shop/inventory.hpp>
#include <hurtrock/shop/payments.hpp>

#include <array>
#include <unordered_set>

namespace hurtrock::orders
{

inline constexpr std::array<std::string_view, 5> return_reasons{"broken", "wrong", "not_as_described", "changed_mind",
                                                                "other"};

struct ReturnRequest {
    /// Line id and quantity.
    std::vector<shop::ParcelLine> lines;
    std::string reason, note;
};

class Returning
{
public:
    explicit Returning(Host& host) : host_{host}, inventory_{host.services()}, payments_{host.services()} {}

    /// Until when a customer may ask; nullopt when not (nothing was sent, or the time is over).
    std::optional<Time> open_until(const Order& order) const;

    /// Answers the return's number. Problems "orders.return_too_late", "orders.return_empty", "orders.return_too_many".
    /// `any_time` for staff.
    Result<int> request(Transaction& tx, std::string_view public_id, const ReturnRequest& wanted,
                        std::string_view actor, bool any_time);
    Result<Done> approve(Transaction& tx, std::string_view public_id, int number, const Why& why);
    /// By staff with a reason, or withdrawn by the customer.
    Result<Done> turn_down(Transaction& tx, std::string_view public_id, int number, ReturnEvent event, const Why& why);
    /// The goods are here; `restocked` names the lines that go back to the shelf, the others are written off.
    Result<Done> receive(Transaction& tx, std::string_view public_id, int number,
                         const std::unordered_set<std::int64_t>& restocked, const Why& why);
    /// Sends back what a received return is worth, and closes it; with some of the shipping when asked for.
    Result<Done> refund_return(Transaction& tx, std::string_view public_id, int number, Money shipping, const Why& why);
    /// Sends back an amount without a return. Problems "orders.refund_nothing", "orders.refund_shipping",
    /// "payments.refund_exceeds".
    Result<Done> refund(Transaction& tx, std::string_view public_id, Money goods, Money shipping, const Why& why);

private:
    struct Opened {
        Order order;
        shop::OrderReturn asked;
    };
    Result<Opened> open(Transaction& tx, std::string_view public_id, int number);
    Result<Done> send_back(Transaction& tx, const Order& order, int return_number, Money goods, Money shipping,
                           const Why& why);

    Host& host_;
    Service<shop::Inventory> inventory_;
    Service<shop::Payments> payments_;
};

} // namespace hurtrock::orders
