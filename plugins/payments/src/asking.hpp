#pragma once
/// Asking gateways: for the return page, and by the reconciler about everything that stays open.

#include "facts.hpp"

namespace hurtrock::payments {

class Asking {
public:
    Asking(Host& host, Gateway& gateway, FactBook& facts, Refunds& refunds)
        : host_{host}, gateway_{gateway}, facts_{facts}, refunds_{refunds}
    {
    }

    /// Fetches and applies; also says when to ask next. Outside transactions.
    Result<Done> ask(const Payment& payment);
    /// The same unless somebody did within the last seconds.
    Result<Done> ask_gently(const Payment& payment);
    /// Tells the gateway that an attempt is over, and applies what it says.
    Result<Done> tell_end(std::string_view attempt_id);
    /// The job: whatever is due to be asked.
    Result<Done> reconcile();

private:
    Result<Done> look_at(const Payment& payment);
    Result<Done> look_at(const Refund& refund);

    Host& host_;
    Gateway& gateway_;
    FactBook& facts_;
    Refunds& refunds_;
};

} // namespace hurtrock::payments
