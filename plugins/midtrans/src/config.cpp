#include "config.hpp"

#include "channels.hpp"

#include <algorithm>

namespace hurtrock::midtrans {
namespace {

std::string base(std::string text, bool production, const char* live, const char* sandbox)
{
    while (text.ends_with('/'))
        text.pop_back();
    return text.empty() ? production ? live : sandbox : text;
}

bool is_word_letter(char letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_';
}

} // namespace

std::vector<std::string> words_in(std::string_view text)
{
    std::vector<std::string> words;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto end = std::min(text.find_first_of(", \t\r\n;", at), text.size());
        const auto word = text.substr(at, end - at);
        if (!word.empty() && std::all_of(word.begin(), word.end(), is_word_letter)) words.emplace_back(word);
        at = end + 1;
    }
    return words;
}

Config read_config(const Settings& settings)
{
    Config config;
    config.active = settings.boolean("active");
    config.production = settings.text("environment") == "production";
    config.server_key = settings.secret("server_key");
    config.client_key = settings.text("client_key");
    config.in_window = settings.text("window") == "popup" && !config.client_key.empty();
    config.snap_base = base(settings.text("snap_base"), config.production, "https://app.midtrans.com/snap/v1",
                            "https://app.sandbox.midtrans.com/snap/v1");
    config.api_base = base(settings.text("api_base"), config.production, "https://api.midtrans.com",
                           "https://api.sandbox.midtrans.com");
    config.enabled_payments = words_in(settings.text("enabled_payments"));
    for (auto& word : words_in(settings.text("direct_channels")))
        if (find_channel(word)) config.direct_channels.push_back(std::move(word));
    config.time_to_pay = std::chrono::minutes{settings.integer("minutes_to_pay")};
    config.timeout = std::chrono::seconds{settings.integer("timeout_seconds")};
    config.own_notification_url = settings.boolean("own_notification_url");
    return config;
}

std::string key_trouble(const Config& config)
{
    if (config.server_key.empty()) return "the server key is missing";
    if (config.server_key.find("Mid-client-") != std::string::npos)
        return "the client key stands where the server key belongs";
    if (config.client_key.find("Mid-server-") != std::string::npos || config.client_key == config.server_key)
        return "the server key stands where the client key belongs";
    // Only sandbox keys were ever given this prefix; newer ones may lack it.
    if (config.production && config.server_key.starts_with("SB-")) return "a sandbox key is set for production";
    if (config.server_key.find_first_of(" \t\r\n:") != std::string::npos)
        return "the server key contains a blank or a colon";
    return {};
}

} // namespace hurtrock::midtrans
