#pragma once
/// Slows down guessing without ever locking anybody out. Attempts are counted per (address, e-mail) and, more
/// generously, per address; after the free ones each further attempt must wait twice as long as the one before, up to a
/// limit. The owner comes from another address than the attacker and does not notice. An attempt is counted before the
/// password is checked, in one statement: parallel guesses cannot slip through. Origins are stored hashed.

#include <hurtrock/database.hpp>

namespace hurtrock::auth {

class LoginThrottle {
public:
    LoginThrottle(Database& database, Clock& clock) : database_{database}, clock_{clock} {}

    /// Counts the attempt. Problem "accounts.throttled" {seconds}, status 429, when it came too early.
    Result<Done> admit(std::string_view email, std::string_view address);
    /// After a right password: forgets what was counted for the pair, and this attempt for the address.
    void succeeded(std::string_view email, std::string_view address);
    /// Removes what no longer counts.
    void tidy();

private:
    Database& database_;
    Clock& clock_;
};

/// The part of an address one person commonly controls: all of IPv4, the first 64 bits of IPv6.
std::string network_of(std::string_view address);

} // namespace hurtrock::auth
