#pragma once
/// IP addresses and ranges of them ("10.0.0.0/8", "2001:db8::/32", "127.0.0.1"). Plain values.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hurtrock::base {

/// IPv4 addresses are kept as IPv4-mapped IPv6 (RFC 4291, 2.5.5.2), so that "::ffff:10.0.0.1" and "10.0.0.1" are the same.
class IpAddress {
public:
    static std::optional<IpAddress> parse(std::string_view text);
    /// As inet_ntop writes it; a mapped address as IPv4.
    std::string text() const;

private:
    friend class IpRange;
    std::array<std::uint8_t, 16> bytes_{};
};

class IpRange {
public:
    /// An address alone is a range of one. Nothing for what is no range, or has bits set behind its prefix: "10.0.0.1/8" is
    /// more likely a slip than a wish.
    static std::optional<IpRange> parse(std::string_view text);
    bool contains(const IpAddress& address) const noexcept;

private:
    IpAddress network_;
    int prefix_bits_{128};
};

using IpRanges = std::vector<IpRange>;
bool contains(const IpRanges& ranges, std::string_view address);

} // namespace hurtrock::base
