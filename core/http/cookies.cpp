#include "cookies.hpp"

#include "characters.hpp"

#include <algorithm>

namespace hurtrock::http {

namespace {

// cookie-octet of RFC 6265: no control characters, spaces, quotes, commas, semicolons, backslashes.
bool is_cookie_octet(char c)
{
    const auto code = static_cast<unsigned char>(c);
    return code > 0x20 && code < 0x7f && c != '"' && c != ',' && c != ';' && c != '\\';
}

// What browsers send is wider than what servers may set: spaces, commas and quotes occur.
bool is_received_octet(char c)
{
    const auto code = static_cast<unsigned char>(c);
    return code >= 0x20 && code != 0x7f && c != ';';
}

bool is_attribute_text(std::string_view text)
{
    return is_field_value(text) && text.find(';') == std::string_view::npos && text.find(',') == std::string_view::npos;
}

std::string_view without_quotes(std::string_view value)
{
    const bool is_quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
    return is_quoted ? value.substr(1, value.size() - 2) : value;
}

void add_cookies(std::string_view header, ParameterList& cookies)
{
    while (!header.empty() && cookies.entries().size() < cookies_max) {
        auto value = trimmed(take_until(header, ';'));
        if (value.find('=') == std::string_view::npos)
            continue;
        const auto name = trimmed(take_until(value, '='));
        value = without_quotes(trimmed(value));
        if (is_token(name) && std::all_of(value.begin(), value.end(), is_received_octet))
            cookies.add(std::string(name), std::string(value));
    }
}

std::string_view name_of(SameSite same_site)
{
    switch (same_site) {
    case SameSite::strict: return "Strict";
    case SameSite::lax: return "Lax";
    case SameSite::none: return "None";
    }
    return "Lax";
}

} // namespace

ParameterList parse_cookies(const Request& request)
{
    ParameterList cookies;
    for (const auto& [name, value] : request.headers)
        if (name == "cookie")
            add_cookies(value, cookies);
    return cookies;
}

std::optional<std::string> write_set_cookie(const SetCookie& cookie)
{
    const bool is_valid = is_token(cookie.name) && std::all_of(cookie.value.begin(), cookie.value.end(), is_cookie_octet) &&
                          is_attribute_text(cookie.path) && is_attribute_text(cookie.domain);
    if (!is_valid)
        return std::nullopt;
    std::string text = cookie.name + "=" + cookie.value;
    if (!cookie.path.empty())
        text += "; Path=" + cookie.path;
    if (!cookie.domain.empty())
        text += "; Domain=" + cookie.domain;
    if (cookie.max_age)
        text += "; Max-Age=" + std::to_string(cookie.max_age->count());
    text.append("; SameSite=").append(name_of(cookie.same_site));
    if (cookie.secure)
        text += "; Secure";
    if (cookie.http_only)
        text += "; HttpOnly";
    return text;
}

} // namespace hurtrock::http
