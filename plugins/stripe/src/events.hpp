#pragma once
/// Webhook events ("Types of events") that mean something to a payment, as facts.

#include <hurtrock/shop/payment_facts.hpp>

#include <span>

namespace hurtrock::stripe {

/// An event whose signature was right.
shop::WebhookResult read_event(std::string_view body);

/// What the endpoint at Stripe has to send, for the owner.
std::span<const std::string_view> needed_events();

} // namespace hurtrock::stripe
