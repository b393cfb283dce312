#pragma once
/// What a registration is made of, and the limits of this plugin.

#include <hurtrock/accounts.hpp>
#include <hurtrock/shop/customers.hpp>

#include <chrono>

namespace hurtrock::customers {

/// In code points. The core accepts shorter ones; the forms of the shop ask for this.
inline constexpr std::size_t password_length_min = 10;
/// Mails of one kind a user is sent within the window, whoever asks for them.
inline constexpr int mails_per_window_max = 5;
inline constexpr std::chrono::hours mail_window{1};
/// After this a registration that nobody confirmed is asked for the password wherever its link is opened.
inline constexpr std::chrono::hours registration_kept{24 * 30};
inline constexpr int recent_orders_max = 3;
/// A book this full takes no more; a shop that delivers for a business finds these enough.
inline constexpr std::size_t addresses_max = 30;

enum class MailKind { confirm, already_registered, reset };

constexpr const char* name_of(MailKind kind) noexcept
{
    switch (kind) {
    case MailKind::confirm: return "confirm";
    case MailKind::already_registered: return "already_registered";
    case MailKind::reset: return "reset";
    }
    return "";
}

struct Registration {
    std::string name, email, phone;
    std::string password_hash;
    /// Visitor::guest() of the browser it was asked for in.
    std::string guest;
    /// A path of this shop to go on to once confirmed, or empty.
    std::string next;
    std::string locale;
};

/// Whose link was opened, and whether in the browser that registered.
struct PendingConfirmation {
    User user;
    bool same_browser{false};
};

} // namespace hurtrock::customers
