#pragma once
/// The one secret of an installation, from which every key is derived: forgery tokens, signed cookies, guest keys,
/// sealed settings. All its nodes share it. Whoever changes it signs out nobody, but voids open forms, guest cookies
/// and sealed settings.

#include <filesystem>
#include <string>
#include <string_view>

namespace hurtrock::auth {

class ServerSecret {
public:
    /// Throws std::invalid_argument below 16 characters.
    explicit ServerSecret(std::string secret);

    /// `from_environment` (SESSION_SECRET) when not empty; otherwise the file, which is made with a random secret and
    /// mode 0600 when it is missing. Throws std::runtime_error when the file can be neither read nor made.
    static ServerSecret load(std::string_view from_environment, const std::filesystem::path& file);

    /// 32 bytes for one purpose ("csrf", "settings"), independent of those for any other.
    std::string key(std::string_view purpose) const;

private:
    std::string secret_;
};

/// HMAC-SHA256 (RFC 2104): 32 bytes. The key is one of ServerSecret::key.
std::string hmac_sha256(std::string_view key, std::string_view message);

} // namespace hurtrock::auth
