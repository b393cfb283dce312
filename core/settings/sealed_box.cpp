#include "sealed_box.hpp"

#include <sodium.h>

#include <stdexcept>

namespace hurtrock::settings {
namespace {

const unsigned char* in(std::string_view text) noexcept { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* out(std::string& text) noexcept { return reinterpret_cast<unsigned char*>(text.data()); }

/// The place is part of what is sealed, ended by a NUL that no place contains.
std::string prefix_of(std::string_view place) { return std::string{place} + '\0'; }

} // namespace

SealedBox::SealedBox(std::string key) : key_{std::move(key)}
{
    if (key_.size() != crypto_secretbox_KEYBYTES) throw std::invalid_argument{"a key for sealed settings has 32 bytes"};
    if (sodium_init() < 0) throw std::runtime_error{"libsodium cannot reach the system's random source"};
}

std::string SealedBox::seal(std::string_view place, std::string_view secret) const
{
    const auto plain = prefix_of(place) + std::string{secret};
    std::string nonce(crypto_secretbox_NONCEBYTES, '\0');
    randombytes_buf(nonce.data(), nonce.size());
    std::string box(plain.size() + crypto_secretbox_MACBYTES, '\0');
    crypto_secretbox_easy(out(box), in(plain), plain.size(), in(nonce), in(key_));
    return nonce + box;
}

std::optional<std::string> SealedBox::open(std::string_view place, std::string_view sealed) const
{
    if (sealed.size() < crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES) return std::nullopt;
    const auto nonce = sealed.substr(0, crypto_secretbox_NONCEBYTES), box = sealed.substr(crypto_secretbox_NONCEBYTES);
    std::string plain(box.size() - crypto_secretbox_MACBYTES, '\0');
    if (crypto_secretbox_open_easy(out(plain), in(box), box.size(), in(nonce), in(key_)) != 0) return std::nullopt;
    const auto prefix = prefix_of(place);
    if (!plain.starts_with(prefix)) return std::nullopt;
    return plain.substr(prefix.size());
}

} // namespace hurtrock::settings
