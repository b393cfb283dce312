#include <hurtrock/ids.hpp>

#include <sys/random.h>

#include <cerrno>
#include <string_view>
#include <system_error>

namespace hurtrock
{
namespace
{

constexpr std::string_view alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::size_t length = 22; // 62^22 is just under 2^131
// The largest multiple of 62 in a byte; bytes from here on are drawn again, so that every character is equally likely.
constexpr unsigned fair_limit = 256 / alphabet.size() * alphabet.size();

void fill_random(unsigned char* bytes, std::size_t count)
{
    while (count > 0) {
        const auto got = ::getrandom(bytes, count, 0);
        if (got < 0) {
            if (errno == EINTR) continue;
            throw std::system_error{errno, std::generic_category(), "getrandom"};
        }
        bytes += got;
        count -= static_cast<std::size_t>(got);
    }
}

} // namespace

std::string make_public_id()
{
    std::string id;
    id.reserve(length);
    unsigned char bytes[length + 4];
    while (id.size() < length) {
        fill_random(bytes, sizeof bytes);
        for (const auto byte : bytes)
            if (byte < fair_limit && id.size() < length) id += alphabet[byte % alphabet.size()];
    }
    return id;
}

} // namespace hurtrock
