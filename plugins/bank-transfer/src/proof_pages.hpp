#pragma once
/// Proofs of transfer: customers send a picture or PDF; only who may open the order (shop::Orders::may_open) and staff
/// may look at it.

#include "repository.hpp"

#include <hurtrock/plugin.hpp>
#include <hurtrock/shop/orders.hpp>
#include <hurtrock/shop/payments.hpp>

namespace hurtrock::bank_transfer {

/// By the bytes, whatever the name says: JPEG, PNG, WebP or PDF; empty for anything else.
std::string_view proof_type_of(std::string_view bytes);

class ProofPages {
public:
    explicit ProofPages(Host& host) : host_{host}, payments_{host.services()}, orders_{host.services()} {}

    Response send(const Request& request);
    Response look(const Request& request);
    Response look_as_staff(const Request& request);
    /// For the order's page: the form and what was sent, while the transfer is awaited.
    Value for_order(const Request& request, const Value& context);
    /// For the payment's page in admin.
    Value for_staff(const Request& request, const Value& context);

private:
    /// The newest transfer of the order in the address, if this visitor may open that order.
    std::optional<repository::Transfer> transfer_to_see(const Request& request, std::string_view order_public_id);
    bool may_send(const Request& request, std::string_view order_public_id);
    Response answer(const repository::Proof& proof);

    Host& host_;
    Service<shop::Payments> payments_;
    Service<shop::Orders> orders_;
};

} // namespace hurtrock::bank_transfer
