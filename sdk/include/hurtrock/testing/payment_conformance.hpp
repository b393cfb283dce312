#pragma once
/// The promises of payment_provider.hpp, tried on any provider. The plugin's test supplies its gateway as a fake; the
/// suite plays customer, shop and bad luck, and needs nothing but the two:
///
///     FakeXendit gateway;
///     for (const auto& check : kit::payment_conformance(*provider, gateway)) EXPECT_TRUE(check.passed()) << check;
///
/// What the provider says it cannot do (Capabilities) is skipped, and its absence is tried instead: a provider without
/// webhooks must refuse them all. Called on one thread, without an open transaction.

#include <hurtrock/shop/payment_provider.hpp>

#include <ostream>

namespace hurtrock::kit {

/// A webhook as the gateway would send it.
struct SentWebhook {
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers{};
};

/// The other side: what happens at the gateway. Attempts are named as PaymentRequest::attempt_id. A function that the
/// gateway has no notion of answers false, and what builds on it is skipped.
class GatewayFake {
public:
    virtual ~GatewayFake() = default;

    /// The customer pays in full on the hosted page.
    virtual bool pay(const std::string& attempt_id) = 0;
    /// The payment fails for good.
    virtual bool fail(const std::string& attempt_id) = 0;
    /// Its time runs out at the gateway.
    virtual bool expire(const std::string& attempt_id) = 0;
    /// Refunds of this amount are made in the gateway's own pages.
    virtual bool refund_by_hand(const std::string& /*attempt_id*/, Money /*amount*/) { return false; }
    /// The oldest webhook that was not taken yet, signed; nullopt when there is none.
    virtual std::optional<SentWebhook> next_webhook() { return std::nullopt; }
    /// From now on calls find nobody (true), or work again.
    virtual bool refuse_calls(bool /*refuse*/) { return false; }
    /// The next call is acted on, and its answer is lost.
    virtual bool lose_next_answer() { return false; }
    /// How many payments the gateway has begun for it, and how much money it sent back: what must never double.
    virtual int begun(const std::string& attempt_id) = 0;
    virtual Money refunded(const std::string& attempt_id) = 0;
    /// The clock as the provider sees it.
    virtual Time now() = 0;
};

/// The other side of a provider whose money people see and record: nothing can be asked of it, and nothing falls silent.
class PeopleFake final : public GatewayFake {
public:
    explicit PeopleFake(const Clock& clock) : clock_{clock} {}

    bool pay(const std::string&) override { return false; }
    bool fail(const std::string&) override { return false; }
    bool expire(const std::string&) override { return false; }
    int begun(const std::string&) override { return 1; }
    Money refunded(const std::string&) override { return {}; }
    Time now() override { return clock_.now(); }

private:
    const Clock& clock_;
};

struct Check {
    std::string name;
    /// Empty when it passed.
    std::string failure{};
    /// Why it was not tried.
    std::string skipped{};

    bool passed() const noexcept { return failure.empty(); }
    friend std::ostream& operator<<(std::ostream& out, const Check& check)
    {
        return out << check.name << ": "
                   << (check.passed() ? check.skipped.empty() ? "passed" : check.skipped : check.failure);
    }
};

/// Every check in order, passed, failed or skipped with the reason.
HURTROCK_API std::vector<Check> payment_conformance(shop::PaymentProvider& provider, GatewayFake& gateway);

} // namespace hurtrock::kit
