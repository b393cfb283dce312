#pragma once
/// What login, confirmation and a changed password share.

#include <hurtrock/forms.hpp>
#include <hurtrock/plugin.hpp>

namespace hurtrock::customers {

/// Hands the guest's cart over, then starts the session. Outside transactions. From here on the visitor is the user.
void enter(Host& host, const Request& request, UserId user, Stay stay = Stay::until_closed);

/// The password of a form field as typed, never trimmed. Refuses one that is shorter than this shop asks for.
std::string new_password(FormReader& form, const Request& request, std::string_view field);

/// Adds the sentence for a problem that belongs to the whole form.
Value form_error(const Request& request, const Problem& problem);

} // namespace hurtrock::customers
