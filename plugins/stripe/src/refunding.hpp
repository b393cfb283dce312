#pragma once
/// Refunds at Stripe ("Refund a payment"). A refund carries our key in its metadata and is looked for before it is
/// made: Stripe forgets idempotency keys after a day, and money must not go back twice.

#include "api.hpp"

#include <hurtrock/shop/payment_facts.hpp>

namespace hurtrock::stripe {

/// The body is the list of a PaymentIntent's refunds, newest first, at most a thousand.
Reply list_refunds(Api& api, std::string_view intent);

shop::RefundResult send_refund(Api& api, const shop::RefundRequest& refund, std::string_view intent);

} // namespace hurtrock::stripe
