#include "entering.hpp"

#include "types.hpp"

#include <hurtrock/shop/cart.hpp>

#include <algorithm>

namespace hurtrock::customers {

void enter(Host& host, const Request& request, UserId user, Stay stay)
{
    auto& visitor = request.visitor();
    const std::string guest{visitor.user() ? std::string_view{} : visitor.guest()};
    const Service<shop::Cart> cart{host.services()};
    if (!guest.empty() && cart)
        (void)host.database().transaction("customers.merge_cart", [&](Transaction& tx) -> Result<Done> {
            cart->merge(tx, guest, user);
            return Done{};
        });
    visitor.sign_in(user, stay);
}

std::string new_password(FormReader& form, const Request& request, std::string_view field)
{
    std::string password{request.form(field).value_or("")};
    const auto length = static_cast<std::size_t>(
        std::count_if(password.begin(), password.end(), [](unsigned char byte) { return (byte & 0xc0) != 0x80; }));
    if (password.empty())
        form.refuse({.code = "form.required", .field = std::string{field}});
    else if (length < password_length_min)
        form.refuse({.code = "form.too_short", .field = std::string{field}, .arguments = {{"min", password_length_min}}});
    return password;
}

Value form_error(const Request& request, const Problem& problem)
{
    return {{"form", request.translate(problem.code, problem.arguments)}};
}

} // namespace hurtrock::customers
