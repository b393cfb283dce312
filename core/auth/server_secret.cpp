#include "server_secret.hpp"

#include "encoding.hpp"

#include <sodium.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>

#include <fcntl.h>
#include <unistd.h>

namespace hurtrock::auth {
namespace {

constexpr std::size_t secret_length_min = 16;

std::string read_secret(const std::filesystem::path& file)
{
    std::ifstream stream{file};
    std::string secret;
    std::getline(stream, secret);
    if (secret.size() < secret_length_min)
        throw std::runtime_error{file.string() + " holds no server secret; restore or remove it"};
    return secret;
}

/// Written under another name and linked into place, so that of two processes starting at once both read the same
/// secret.
void make_secret(const std::filesystem::path& file)
{
    const auto draft = file.string() + '.' + to_hex(random_bytes(8));
    const int descriptor = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) throw std::runtime_error{"cannot write " + file.string() + ": " + std::strerror(errno)};
    const auto line = random_token() + '\n';
    const bool written =
        ::write(descriptor, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(descriptor) == 0;
    ::close(descriptor);
    const bool linked = written && (::link(draft.c_str(), file.c_str()) == 0 || errno == EEXIST);
    const int reason = errno;
    ::unlink(draft.c_str());
    if (!linked) throw std::runtime_error{"cannot write " + file.string() + ": " + std::strerror(reason)};
}

} // namespace

ServerSecret::ServerSecret(std::string secret) : secret_{std::move(secret)}
{
    if (secret_.size() < secret_length_min) throw std::invalid_argument{"SESSION_SECRET needs at least 16 characters"};
    if (sodium_init() < 0) throw std::runtime_error{"libsodium cannot reach the system's random source"};
}

ServerSecret ServerSecret::load(std::string_view from_environment, const std::filesystem::path& file)
{
    if (!from_environment.empty()) return ServerSecret{std::string{from_environment}};
    if (!std::filesystem::exists(file)) make_secret(file);
    return ServerSecret{read_secret(file)};
}

std::string ServerSecret::key(std::string_view purpose) const { return hmac_sha256(secret_, purpose); }

std::string hmac_sha256(std::string_view key, std::string_view message)
{
    std::string mac(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(key.data()), key.size());
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(message.data()), message.size());
    crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(mac.data()));
    return mac;
}

} // namespace hurtrock::auth
