#pragma once
/// An order's money and end: paid, promised, cancelled, expired, paid again; and what other plugins ask. Every change
/// takes stock first, then the order, then the payment.

#include "changing.hpp"

#include <hurtrock/plugin.hpp>
#include <hurtrock/shop/inventory.hpp>
#include <hurtrock/shop/payments.hpp>

namespace hurtrock::orders {

class OrdersService final : public shop::Orders {
public:
    explicit OrdersService(Host& host) : host_{host}, inventory_{host.services()}, payments_{host.services()} {}

    std::optional<shop::OrderSummary> find(Reader& reader, std::string_view public_id) override;
    std::vector<shop::OrderSummary> of_user(Reader& reader, UserId user, int limit) override;
    void adopt(Transaction& tx, std::string_view email, UserId user) override;
    std::optional<shop::OrderDetail> detail(Reader& reader, std::string_view public_id) override;
    std::vector<shop::OrderDetail> details(Reader& reader, const std::vector<std::string>& public_ids) override;
    bool may_open(Reader& reader, const Visitor& visitor, std::string_view public_id) override;
    bool may_open(Reader& reader, const Visitor& visitor, const Order& order);
    bool may_act(Reader& reader, const Visitor& visitor, std::string_view public_id) override;
    bool may_act(Reader& reader, const Visitor& visitor, const Order& order);

    /// Listens to PaymentCaptured and must agree: Problems "orders.unknown", "orders.not_payable",
    /// "orders.amount_differs", "inventory.short".
    Result<Done> pay(Transaction& tx, const shop::PaymentCaptured& captured);
    /// Listens to PaymentPromised: the order goes on, its stock is kept until it is sent.
    Result<Done> promise(Transaction& tx, const shop::PaymentPromised& promised);
    /// Listens to PaymentRefunded.
    Result<Done> refunded(Transaction& tx, const shop::PaymentRefunded& refund);
    /// An order that costs nothing is paid as it is placed.
    Result<Done> settle_free(Transaction& tx, Order order);

    /// Before anything is sent: stock comes back, and what was paid is owed back. Problem "orders.cannot_cancel".
    Result<Done> cancel(Transaction& tx, std::string_view public_id, std::string_view reason, std::string_view actor);
    /// Whether a customer may cancel: unpaid orders always, others as the setting says.
    bool customer_may_cancel(const Order& order) const;
    /// The job: orders that nobody paid in time.
    Result<Done> expire_due();
    Result<Done> forget_keys();

    /// Begins the payment of what is due, a new attempt when the last one ended; may call out. With a provider the
    /// customer changes the method. Problems "orders.not_payable", "payments.unknown_method", "payments.unfit".
    Result<shop::StartResult> begin_payment(std::string_view public_id, std::string_view provider = {});
    static bool payable(const Order& order);

    /// What is left to do is done: delivered and paid.
    Result<Done> complete(Transaction& tx, Order& order, const Why& why);

private:
    Result<Done> confirm(Transaction& tx, Order& order, const Why& why);
    Result<Done> finish(Transaction& tx, std::string_view public_id, StageEvent event, const Why& why);
    Result<PaymentId> open_again(const Order& order);

    Host& host_;
    Service<shop::Inventory> inventory_;
    Service<shop::Payments> payments_;
};

} // namespace hurtrock::orders
