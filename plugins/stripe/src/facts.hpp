#pragma once
/// What Stripe's objects say, as facts. Each fact's key names what happened in the world, so that webhook and fetch
/// tell the same one. Fields that are missing or new are tolerated: the values of Stripe's enums may grow.

#include <hurtrock/shop/payment_facts.hpp>

namespace hurtrock::stripe {

using Facts = std::vector<shop::PaymentFact>;

/// A Checkout Session; its payment_intent may be an id, or the object with its latest charge in it.
Facts of_session(const Value& session);
/// A PaymentIntent that succeeded.
shop::PaymentFact of_success(const Value& intent);
/// A try that failed; nullopt when none did. The customer may still pay in the same session.
std::optional<shop::PaymentFact> of_failed_try(const Value& intent);
/// All refunds of a PaymentIntent: for each that succeeded the total up to it, and those that failed after they had
/// been counted: ours, and those among `counted` (ids).
Facts of_refunds(const Value& refunds, const Value& intent, std::string_view attempt_id,
                 const std::vector<std::string>& counted);
/// An inquiry takes no money; a dispute does until it is won.
Facts of_dispute(const Value& dispute, std::string_view attempt_id);

/// The id in a field that holds an id, or the object itself.
std::string id_in(const Value& field);
/// Our attempt: in the metadata, or a session's client_reference_id.
std::string attempt_in(const Value& object);
/// The key of our refund in its metadata.
inline constexpr std::string_view refund_key_name = "refund_key";

} // namespace hurtrock::stripe
