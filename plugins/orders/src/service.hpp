#pragma once
/// What happens to an order after it was placed. Every change takes stock first, then the order, then the payment.

#include "types.hpp"

#include <hurtrock/plugin.hpp>
#include <hurtrock/shop/events.hpp>
#include <hurtrock/shop/inventory.hpp>
#include <hurtrock/shop/payments.hpp>

namespace hurtrock::orders
{

struct Shipment {
    std::string courier;
    std::string tracking_number;
};

class OrdersService final : public shop::Orders
{
public:
    explicit OrdersService(Host& host) : host_{host}, inventory_{host.services()}, payments_{host.services()} {}

    std::optional<shop::OrderSummary> find(Reader& reader, std::string_view public_id) override;
    std::vector<shop::OrderSummary> of_user(Reader& reader, UserId user, int limit) override;
    void adopt(Transaction& tx, std::string_view email, UserId user) override;

    /// Listens to PaymentCaptured and must agree: Problems "orders.unknown", "orders.not_payable",
    /// "orders.amount_differs", "inventory.short".
    Result<Done> pay(Transaction& tx, const shop::PaymentCaptured& captured);
    /// Problems "orders.unknown", "orders.cannot_ship".
    Result<Done> ship(Transaction& tx, std::string_view public_id, const Shipment& shipment, std::string_view actor);
    Result<Done> deliver(Transaction& tx, std::string_view public_id, std::string_view actor);
    /// Before it is sent: stock comes back, and what was paid is owed back. Problem "orders.cannot_cancel"; with
    /// `only_unpaid` (a customer) also for paid orders.
    Result<Done> cancel(Transaction& tx, std::string_view public_id, std::string_view reason, std::string_view actor,
                        bool only_unpaid);
    /// The job: orders that nobody paid in time.
    Result<Done> expire_due();
    Result<Done> forget_keys();

    /// Begins the payment of an unpaid order, or a new attempt when the last one failed; outside transactions. Problem
    /// "orders.not_payable".
    Result<shop::StartResult> begin_payment(std::string_view public_id);

private:
    Result<Done> expire(Transaction& tx, std::string_view public_id);
    Result<Done> finish(Transaction& tx, const Order& order, OrderEventKind event, std::string_view reason,
                        std::string_view actor);
    Result<PaymentId> open_again(const Order& order);

    Host& host_;
    Service<shop::Inventory> inventory_;
    Service<shop::Payments> payments_;
};

} // namespace hurtrock::orders
