#include "head_rules.hpp"

#include "characters.hpp"

#include <algorithm>
#include <array>

namespace hurtrock::http {

namespace {

constexpr std::array<std::string_view, 7> known_methods{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
constexpr std::size_t host_bytes_max = 255 + 6; // a DNS name and a port

bool is_name_character(char c) { return detail::is_alphanumeric(static_cast<unsigned char>(c)) || c == '-' || c == '.' || c == '_'; }

bool is_port(std::string_view text)
{
    constexpr std::size_t digits_max = 5;
    constexpr int port_max = 65535;
    if (text.empty() || text.size() > digits_max || !std::all_of(text.begin(), text.end(), is_digit))
        return false;
    int port = 0;
    for (const char digit : text)
        port = port * 10 + (digit - '0');
    return port <= port_max;
}

bool is_version(std::string_view text)
{
    return text.size() == 8 && text.substr(0, 5) == "HTTP/" && is_digit(text[5]) && text[6] == '.' && is_digit(text[7]);
}

std::optional<ParserFailure> check_method(std::string_view method)
{
    if (std::find(known_methods.begin(), known_methods.end(), method) != known_methods.end())
        return std::nullopt;
    const bool is_refused_by_choice = method == "TRACE" || method == "CONNECT";
    return ParserFailure{is_refused_by_choice ? 405 : 501, ProtocolError::unknown_method};
}

} // namespace

std::optional<ParserFailure> parse_request_line_parts(std::string_view line, RequestLine& parts)
{
    constexpr ParserFailure malformed{400, ProtocolError::bad_request_line};
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || first == last)
        return malformed;
    const auto method = line.substr(0, first);
    const auto target = line.substr(first + 1, last - first - 1);
    const auto version = line.substr(last + 1);
    if (!is_token(method) || !is_version(version))
        return malformed;
    parts.method = method;
    if (!is_target_text(target))
        return ParserFailure{400, ProtocolError::bad_target};
    if (version != "HTTP/1.1" && version != "HTTP/1.0")
        return ParserFailure{505, ProtocolError::unsupported_version};
    parts.minor = version.back() - '0';
    if (auto problem = check_method(method))
        return problem;
    if (target.front() != '/' && !(target == "*" && method == "OPTIONS"))
        return ParserFailure{400, ProtocolError::bad_target};
    parts.target = target;
    return std::nullopt;
}

bool parse_header_field(std::string_view line, HeaderField& field)
{
    const auto colon = line.find(':');
    if (colon == std::string_view::npos)
        return false;
    field.name = line.substr(0, colon);
    field.value = trimmed(line.substr(colon + 1));
    return is_token(field.name) && is_field_value(field.value);
}

bool is_valid_host(std::string_view host)
{
    if (host.empty() || host.size() > host_bytes_max)
        return false;
    if (host.front() == '[') {
        const auto end = host.find(']');
        if (end == std::string_view::npos || end < 3)
            return false;
        const auto address = host.substr(1, end - 1);
        const auto rest = host.substr(end + 1);
        const bool is_address = std::all_of(address.begin(), address.end(), [](char c) { return hex_value(c) >= 0 || c == ':' || c == '.'; });
        return is_address && (rest.empty() || (rest.front() == ':' && is_port(rest.substr(1))));
    }
    const auto colon = host.find(':');
    const auto name = host.substr(0, colon);
    if (name.empty() || !std::all_of(name.begin(), name.end(), is_name_character))
        return false;
    return colon == std::string_view::npos || is_port(host.substr(colon + 1));
}

} // namespace hurtrock::http
