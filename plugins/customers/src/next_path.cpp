#include "next_path.hpp"

#include <algorithm>
#include <array>

namespace hurtrock::customers {
namespace {

constexpr std::size_t path_bytes_max = 500;
constexpr std::array<std::string_view, 6> doors{"/login", "/logout", "/register", "/forgot", "/reset", "/confirm"};

bool is_door(std::string_view path)
{
    const auto bare = path.substr(0, path.find_first_of("?#/", 1));
    return std::find(doors.begin(), doors.end(), bare) != doors.end();
}

bool is_plain(std::string_view path)
{
    return std::all_of(path.begin(), path.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte > 0x20 && byte < 0x7f && c != '\\' && c != '"' && c != '<' && c != '>';
    });
}

void encode(std::string& out, std::string_view text)
{
    constexpr std::string_view hex = "0123456789ABCDEF";
    for (const unsigned char byte : text) {
        const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
                           byte == '-' || byte == '_' || byte == '.' || byte == '~';
        if (plain) {
            out += static_cast<char>(byte);
        } else {
            out += '%';
            out += hex[byte >> 4];
            out += hex[byte & 15];
        }
    }
}

} // namespace

std::string local_path(std::string_view typed)
{
    if (typed == "/en") return "/";
    if (typed.starts_with("/en/")) typed.remove_prefix(3);
    if (typed.empty() || typed.size() > path_bytes_max || typed[0] != '/' || typed.starts_with("//")) return {};
    if (!is_plain(typed) || is_door(typed)) return {};
    return std::string{typed};
}

std::string next_of(const Request& request)
{
    if (const auto typed = request.form("next")) return local_path(*typed);
    return local_path(request.query("next").value_or(""));
}

std::string next_query(std::string_view path, char separator)
{
    if (path.empty()) return {};
    std::string query{separator};
    query += "next=";
    encode(query, path);
    return query;
}

} // namespace hurtrock::customers
