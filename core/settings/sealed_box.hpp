#pragma once
/// Secrets at rest: XSalsa20-Poly1305 (libsodium's secretbox) as nonce ‖ box. What is sealed for one place
/// ("owner/key") does not open in another, so that rows cannot be swapped. Thread-safe.

#include <optional>
#include <string>
#include <string_view>

namespace hurtrock::settings {

class SealedBox {
public:
    /// 32 bytes, derived from the server's secret. Throws std::invalid_argument for another length.
    explicit SealedBox(std::string key);

    std::string seal(std::string_view place, std::string_view secret) const;
    /// nullopt when it was sealed with another key, for another place, or was changed.
    std::optional<std::string> open(std::string_view place, std::string_view sealed) const;

private:
    std::string key_;
};

} // namespace hurtrock::settings
