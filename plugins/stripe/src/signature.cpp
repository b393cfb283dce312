#include "signature.hpp"

#include <hurtrock/crypto.hpp>

#include <charconv>
#include <optional>

namespace hurtrock::stripe {
namespace {

constexpr std::size_t header_bytes_max = 4'096;
constexpr std::size_t hex_digits = 64;
/// Stripe sends one for each secret in use, which are two at most.
constexpr std::size_t signatures_max = 8;

struct Header {
    std::int64_t time{0};
    /// As it was written; that is what was signed.
    std::string_view time_text;
    std::vector<std::string_view> signatures;
};

std::optional<Header> parse(std::string_view text)
{
    if (text.size() > header_bytes_max) return std::nullopt;
    Header header;
    while (!text.empty()) {
        const auto comma = text.find(',');
        const auto item = text.substr(0, comma);
        text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
        if (item.starts_with("t=")) {
            if (!header.time_text.empty()) return std::nullopt;
            header.time_text = item.substr(2);
        } else if (item.starts_with("v1=")) {
            const auto signature = item.substr(3);
            if (signature.size() == hex_digits && header.signatures.size() < signatures_max)
                header.signatures.push_back(signature);
        }
    }
    const auto* end = header.time_text.data() + header.time_text.size();
    const auto [stop, error] = std::from_chars(header.time_text.data(), end, header.time);
    if (header.time_text.empty() || error != std::errc{} || stop != end || header.time < 0) return std::nullopt;
    return header;
}

} // namespace

bool is_signed(std::string_view text, std::string_view body, const std::vector<std::string>& secrets,
               std::chrono::sys_seconds now)
{
    const auto header = parse(text);
    if (!header) return false;
    if (now.time_since_epoch().count() - header->time > signature_tolerance.count()) return false;
    std::string message{header->time_text};
    message += '.';
    message += body;
    bool found = false;
    for (const auto& secret : secrets) {
        if (secret.empty()) continue;
        const auto right = hmac_sha256_hex(secret, message);
        for (const auto signature : header->signatures)
            found |= equal_in_constant_time(signature, right);
    }
    return found;
}

} // namespace hurtrock::stripe
