#include "account.hpp"

namespace hurtrock::stripe {
namespace {

constexpr std::string_view own_address = "https://api.stripe.com";

void add_secrets(std::vector<std::string>& secrets, std::string_view text)
{
    while (!text.empty()) {
        const auto end = text.find_first_of(" ,\t");
        if (end != 0) secrets.emplace_back(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
}

/// Keys say of themselves what they are: "sk_test_…", "rk_live_…".
bool starts_with_any(std::string_view text, std::string_view first, std::string_view second)
{
    return text.starts_with(first) || text.starts_with(second);
}

} // namespace

Account Account::of(const Settings& settings)
{
    Account account{.active = settings.boolean("active"),
                    .live = settings.text("mode") == "live",
                    .secret_key = settings.secret("secret_key"),
                    .webhook_secrets = {},
                    .base = settings.text("api_base")};
    add_secrets(account.webhook_secrets, settings.secret("webhook_secret"));
    add_secrets(account.webhook_secrets, settings.secret("webhook_secret_old"));
    while (account.base.ends_with('/'))
        account.base.pop_back();
    return account;
}

std::string Account::fault() const
{
    if (secret_key.empty()) return "The secret key is missing.";
    if (secret_key.starts_with("pk_")) return "This is the publishable key; the secret key belongs here.";
    if (secret_key.starts_with("whsec_")) return "This is the webhook's secret; the secret key belongs here.";
    const bool test_key = starts_with_any(secret_key, "sk_test_", "rk_test_");
    const bool live_key = starts_with_any(secret_key, "sk_live_", "rk_live_");
    if (!test_key && !live_key) return "This is no secret key of Stripe: it begins with sk_test_, sk_live_ or rk_.";
    if (test_key && live) return "The key is a test key, but the mode is live.";
    if (live_key && !live) return "The key is a live key, but the mode is test.";
    if (live && !base.starts_with("https://")) return "In live mode the address of the API must begin with https.";
    return {};
}

bool Account::simulated() const { return base != own_address; }

} // namespace hurtrock::stripe
