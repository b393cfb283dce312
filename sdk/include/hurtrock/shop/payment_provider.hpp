#pragma once
/// PaymentProvider: one way to pay, written by a plugin and provided under a key:
///
///     host.services().provide<shop::PaymentProvider>(provider_, "xendit");
///
/// A provider talks to its gateway and returns *facts*; the payments plugin alone moves states, keeps the ledger,
/// receives the webhooks at POST /webhooks/{key} and asks again where an answer was lost. So a provider needs no table
/// and no route.
///
/// Every function may be called from several threads at once and may take seconds: it is called without an open
/// transaction, on threads that may call out (http_client.hpp). What it throws counts as "unreachable". Calls carry an
/// idempotency key: the same key always means the same act, and after a crash the same call comes again with it.
/// Amounts are whole units as in Money.

#include <hurtrock/result.hpp>
#include <hurtrock/shop/payment_facts.hpp>
#include <hurtrock/shop/payment_request.hpp>

namespace hurtrock::shop {

class PaymentProvider {
public:
    static constexpr const char* interface_name = "hurtrock.payment-provider/2";

    virtual Capabilities capabilities() const = 0;
    virtual std::string title(std::string_view locale) const = 0;
    virtual std::string description(std::string_view locale) const = 0;
    /// Empty when it can be used now; otherwise why not, for the owner, in English ("settings are missing"). No calls
    /// out: it is asked on every checkout page.
    virtual std::string unavailable_reason() const = 0;
    /// Empty when this order can be paid so; otherwise why not, for the customer ("up to Rp5.000.000 only"). No calls
    /// out.
    virtual std::string unfit_reason(const PaymentContext&, std::string_view /*locale*/) const { return {}; }

    virtual std::vector<CheckoutField> checkout_fields(std::string_view /*locale*/) const { return {}; }
    /// {name: text} as typed; answers what start shall get. Problems name the field. No calls out.
    virtual Result<Value> check_fields(const Value& typed) const { return typed; }

    virtual StartResult start(const PaymentRequest& payment) = 0;
    virtual FetchResult fetch(const PaymentReference& payment) = 0;
    /// The order ended, or the customer chose another way.
    virtual EndResult cancel(const PaymentReference& payment) = 0;
    /// Its time is over.
    virtual EndResult expire(const PaymentReference& payment) = 0;
    virtual RefundResult refund(const RefundRequest& refund) = 0;
    /// Verifies and reads; in constant time where secrets are compared. No calls out, nothing is changed.
    virtual WebhookResult read_webhook(const RawRequest& request) = 0;

protected:
    ~PaymentProvider() = default;
};

inline StartResult redirect_to(std::string url, std::string gateway_reference)
{
    return PayByRedirect{std::move(url), std::move(gateway_reference)};
}
inline StartResult declined(std::string message, std::string reason)
{
    return PaymentDeclined{std::move(message), std::move(reason), false};
}
inline StartResult not_reached(std::string reason) { return PaymentDeclined{{}, std::move(reason), true}; }
inline WebhookResult forged(std::string reason, int status = 400) { return WebhookForged{std::move(reason), status}; }

} // namespace hurtrock::shop
