#pragma once
/// The shop's account at Stripe, as the settings of this moment say.

#include <hurtrock/settings.hpp>

#include <vector>

namespace hurtrock::stripe {

struct Account {
    bool active{true};
    bool live{false};
    std::string secret_key;
    /// Those that may have signed a webhook, newest first.
    std::vector<std::string> webhook_secrets;
    /// Without a slash at the end.
    std::string base;

    static Account of(const Settings& settings);

    /// What keeps it from being used whatever Stripe says, in English; empty when nothing does.
    std::string fault() const;
    /// Not Stripe's own address.
    bool simulated() const;
};

} // namespace hurtrock::stripe
