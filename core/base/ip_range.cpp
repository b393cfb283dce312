#include "ip_range.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <cstring>

namespace hurtrock::base {
namespace {

constexpr std::array<std::uint8_t, 12> mapped_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr int mapped_bits = 96;
constexpr int address_bits = 128;

} // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text)
{
    const std::string terminated{text};
    IpAddress address;
    if (::inet_pton(AF_INET6, terminated.c_str(), address.bytes_.data()) == 1) return address;
    std::copy(mapped_prefix.begin(), mapped_prefix.end(), address.bytes_.begin());
    if (::inet_pton(AF_INET, terminated.c_str(), address.bytes_.data() + mapped_prefix.size()) == 1) return address;
    return std::nullopt;
}

std::string IpAddress::text() const
{
    char text[INET6_ADDRSTRLEN]{};
    const bool is_mapped = std::equal(mapped_prefix.begin(), mapped_prefix.end(), bytes_.begin());
    ::inet_ntop(is_mapped ? AF_INET : AF_INET6, bytes_.data() + (is_mapped ? mapped_prefix.size() : 0), text, sizeof text);
    return text;
}

std::optional<IpRange> IpRange::parse(std::string_view text)
{
    const auto slash = text.find('/');
    const auto address = IpAddress::parse(text.substr(0, slash));
    if (!address) return std::nullopt;
    IpRange range;
    range.network_ = *address;
    if (slash == std::string_view::npos) return range;
    const auto digits = text.substr(slash + 1);
    const bool is_v4 = text.find(':') == std::string_view::npos;
    int bits = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (error != std::errc{} || end != digits.data() + digits.size() || bits < 0 || bits > (is_v4 ? 32 : address_bits)) return std::nullopt;
    range.prefix_bits_ = bits + (is_v4 ? mapped_bits : 0);
    for (int bit = range.prefix_bits_; bit < address_bits; ++bit)
        if (range.network_.bytes_[static_cast<std::size_t>(bit / 8)] & (0x80 >> bit % 8)) return std::nullopt;
    return range;
}

bool IpRange::contains(const IpAddress& address) const noexcept
{
    const auto whole = static_cast<std::size_t>(prefix_bits_ / 8);
    if (std::memcmp(network_.bytes_.data(), address.bytes_.data(), whole) != 0) return false;
    const int rest = prefix_bits_ % 8;
    return rest == 0 || ((network_.bytes_[whole] ^ address.bytes_[whole]) & (0xff00 >> rest) & 0xff) == 0;
}

bool contains(const IpRanges& ranges, std::string_view address)
{
    const auto parsed = IpAddress::parse(address);
    return parsed && std::any_of(ranges.begin(), ranges.end(), [&](const IpRange& range) { return range.contains(*parsed); });
}

} // namespace hurtrock::base
