#include <hurtrock/crypto.hpp>

#include <array>
#include <sodium.h>
#include <stdexcept>

namespace hurtrock {
namespace {

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

/// Chooses the fastest code the processor has; the digests below work without, only slower.
void start_sodium()
{
    static const int started = sodium_init();
    if (started < 0) throw std::runtime_error{"libsodium does not start"};
}

template <std::size_t Size>
std::string as_text(const std::array<unsigned char, Size>& bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), Size};
}

std::string base64(std::string_view bytes, int variant)
{
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes_of(bytes), bytes.size(), variant);
    text.pop_back(); // the NUL that libsodium ends with
    return text;
}

} // namespace

std::string sha256_hex(std::string_view bytes)
{
    start_sodium();
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256(digest.data(), bytes_of(bytes), bytes.size());
    return to_hex(as_text(digest));
}

std::string sha512_hex(std::string_view bytes)
{
    start_sodium();
    std::array<unsigned char, crypto_hash_sha512_BYTES> digest{};
    crypto_hash_sha512(digest.data(), bytes_of(bytes), bytes.size());
    return to_hex(as_text(digest));
}

std::string hmac_sha256(std::string_view key, std::string_view message)
{
    start_sodium();
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> code{};
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, bytes_of(key), key.size());
    crypto_auth_hmacsha256_update(&state, bytes_of(message), message.size());
    crypto_auth_hmacsha256_final(&state, code.data());
    return as_text(code);
}

std::string hmac_sha256_hex(std::string_view key, std::string_view message)
{
    return to_hex(hmac_sha256(key, message));
}

std::string hmac_sha512_hex(std::string_view key, std::string_view message)
{
    start_sodium();
    std::array<unsigned char, crypto_auth_hmacsha512_BYTES> code{};
    crypto_auth_hmacsha512_state state;
    crypto_auth_hmacsha512_init(&state, bytes_of(key), key.size());
    crypto_auth_hmacsha512_update(&state, bytes_of(message), message.size());
    crypto_auth_hmacsha512_final(&state, code.data());
    return to_hex(as_text(code));
}

bool equal_in_constant_time(std::string_view left, std::string_view right) noexcept
{
    return left.size() == right.size() && sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

std::string to_base64(std::string_view bytes) { return base64(bytes, sodium_base64_VARIANT_ORIGINAL); }
std::string to_base64url(std::string_view bytes) { return base64(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING); }

std::optional<std::string> from_base64(std::string_view text)
{
    std::string bytes(text.size() / 4 * 3 + 3, '\0');
    std::size_t length = 0;
    const char* end = nullptr;
    const bool whole = sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                                         text.size(), nullptr, &length, &end, sodium_base64_VARIANT_ORIGINAL) == 0 &&
                       end == text.data() + text.size();
    if (!whole) return std::nullopt;
    bytes.resize(length);
    return bytes;
}

std::string to_hex(std::string_view bytes)
{
    std::string text(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), bytes_of(bytes), bytes.size());
    text.pop_back();
    return text;
}

std::optional<std::string> from_hex(std::string_view text)
{
    std::string bytes(text.size() / 2, '\0');
    std::size_t length = 0;
    const char* end = nullptr;
    const bool whole = text.size() % 2 == 0 &&
                       sodium_hex2bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                                      text.size(), nullptr, &length, &end) == 0 &&
                       end == text.data() + text.size();
    if (!whole) return std::nullopt;
    return bytes;
}

} // namespace hurtrock
