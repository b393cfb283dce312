#include "password_rules.hpp"

#include "common_passwords.hpp"

#include <algorithm>

namespace hurtrock::auth {
namespace {

std::size_t code_points(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

bool is_common(std::string_view password)
{
    std::string lower{password};
    for (auto& letter : lower)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    return std::find(common_passwords.begin(), common_passwords.end(), lower) != common_passwords.end();
}

} // namespace

Result<Done> check_password(std::string_view password)
{
    const auto length = code_points(password);
    if (length < password_length_min)
        return Problem{
            "accounts.password_short", "password", {{"min", static_cast<std::int64_t>(password_length_min)}}};
    if (length > password_length_max || password.size() > 4 * password_length_max)
        return Problem{"accounts.password_long", "password", {{"max", static_cast<std::int64_t>(password_length_max)}}};
    if (is_common(password)) return Problem{"accounts.password_common", "password"};
    return Done{};
}

} // namespace hurtrock::auth
