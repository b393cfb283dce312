#pragma once
/// Below the settings: what to enter at Stripe, and a button that tries the connection and says what is wrong.

#include "api.hpp"

#include <hurtrock/plugin.hpp>

namespace hurtrock::stripe {

/// One thing that was found out, for the owner, translated.
struct Finding {
    FlashKind kind{FlashKind::success};
    std::string text;
};

class Connection {
public:
    explicit Connection(Host& host) : host_{host} {}

    /// The panel; nothing below the settings of others.
    Value panel(const Request& request, const Value& context);
    /// Asks Stripe, on the outbound pool.
    Response check(const Request& request);

private:
    std::vector<Finding> findings(const Request& request);
    /// What this address is missing there; nothing when the key may not look.
    void look_at_webhook(const Request& request, Api& api, const Account& account, std::vector<Finding>& found);
    std::string webhook_url() { return host_.absolute_url("id", "/webhooks/stripe"); }

    Host& host_;
};

} // namespace hurtrock::stripe
