#include "errors.hpp"

#include <algorithm>
#include <charconv>

namespace hurtrock::db
{
namespace
{

bool is_sqlstate(std::string_view text) noexcept
{
    return text.size() == 5 && std::all_of(text.begin(), text.end(), [](char letter) {
               return (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z');
           });
}

/// "ERROR:  23505: duplicate key …": the severity is translated by the server, the shape is not.
void read_first_line(std::string_view line, ServerMessage& parsed)
{
    const auto severity_end = line.find(":  ");
    auto rest = severity_end == std::string_view::npos ? line : line.substr(severity_end + 3);
    if (rest.size() > 7 && rest.substr(5, 2) == ": " && is_sqlstate(rest.substr(0, 5))) {
        parsed.sqlstate = rest.substr(0, 5);
        rest.remove_prefix(7);
    }
    parsed.text = rest;
}

std::string_view after(std::string_view line, std::string_view label)
{
    return line.starts_with(label) ? line.substr(label.size()) : std::string_view{};
}

} // namespace

bool is_outdated_plan(const DatabaseError& error) noexcept
{
    return error.sqlstate() == "0A000" && std::string_view{error.what()}.find("cached plan") != std::string_view::npos;
}

ServerMessage parse_server_message(std::string_view message)
{
    ServerMessage parsed;
    bool first = true;
    while (!message.empty()) {
        const auto end = message.find('\n');
        const auto line = message.substr(0, end);
        message.remove_prefix(end == std::string_view::npos ? message.size() : end + 1);
        if (std::exchange(first, false)) {
            read_first_line(line, parsed);
            continue;
        }
        if (const auto hint = after(line, "HINT:  "); !hint.empty()) parsed.hint = hint;
        // The last such line counts: an earlier one can only be text of the visitor's inside DETAIL.
        if (const auto name = after(line, "CONSTRAINT NAME:  "); !name.empty()) parsed.constraint = name;
        if (const auto number = after(line, "LINE "); !number.empty() && parsed.line == 0)
            std::from_chars(number.data(), number.data() + number.size(), parsed.line);
    }
    return parsed;
}

} // namespace hurtrock::db
