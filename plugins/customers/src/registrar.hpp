#pragma once
/// Registrar: accounts from the first form to the confirmed address, and new passwords. No answer tells a stranger whether an
/// e-mail address is known: what differs is written to the owner of the mailbox only. Thread-safe.

#include "types.hpp"

#include <hurtrock/plugin.hpp>
#include <hurtrock/shop/orders.hpp>

namespace hurtrock::customers {

class Registrar {
public:
    explicit Registrar(Host& host) : host_{host}, orders_{host.services()} {}

    /// A new address gets a link to confirm it. One that was never confirmed is registered anew, since whoever opens the mail
    /// must find the password typed last. A confirmed one gets a note that there is an account already. Problem "mail.address".
    Result<Done> enrol(const Registration& registration);
    /// Sends the link again where the address waits for it. Runs as a job: the answer's time tells nothing.
    Result<Done> send_confirmation_again(std::string_view email, std::string_view locale);
    /// Mails a link to set a new password if the address has an account. Runs as a job.
    Result<Done> send_reset(std::string_view email, std::string_view locale);

    /// Looks at a mailed link without spending it.
    std::optional<PendingConfirmation> pending(std::string_view token, std::string_view guest);
    std::optional<User> reset_owner(std::string_view token);

    /// Spends the link: the address is confirmed and orders placed under it become the user's. Problem
    /// "accounts.token_invalid".
    Result<UserId> confirm(std::string_view token);
    /// Spends the link; all sessions end. Whoever opened the mail owns the address, so it counts as confirmed too.
    Result<Done> reset_password(std::string_view token, std::string_view password_hash, std::string_view locale);
    /// Ends all sessions of the user and tells the owner by mail.
    Result<Done> change_password(const User& user, std::string_view password_hash, std::string_view locale);

private:
    Result<Done> enrol_known(Transaction& tx, const Registration& registration);
    Result<Done> send_confirmation(Transaction& tx, const User& user, std::string_view locale, std::string_view next);
    Result<Done> send_changed_note(Transaction& tx, const User& user, std::string_view locale);
    void own(Transaction& tx, const User& user);
    std::optional<User> token_owner(std::string_view token, TokenPurpose purpose);

    Host& host_;
    Service<shop::Orders> orders_;
};

} // namespace hurtrock::customers
