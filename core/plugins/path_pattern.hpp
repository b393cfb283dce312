#pragma once
/// The paths routes are registered with: "/people/{name}", "/rooms/{number:int}", "/downloads/{file:path}".

#include <string>
#include <string_view>
#include <vector>

namespace hurtrock::plugins {

/// What a placeholder accepts, the narrowest first: the order in which the router tries them.
enum class PlaceholderType {
    integer,   // {name:int}   digits, at most 18
    uuid,      // {name:uuid}  8-4-4-4-12 hexadecimal digits
    public_id, // {name:id}    22 letters and digits, as make_public_id() makes them
    slug,      // {name:slug}  a-z, 0-9 and single hyphens between them, at most 200
    any,       // {name}       one segment, whatever it holds
    rest,      // {name:path}  everything to the end, slashes included; last in its route
};
inline constexpr std::size_t placeholder_types = 6;

struct PathPart {
    /// The text of a literal segment, or the name of a placeholder.
    std::string text;
    bool is_placeholder{false};
    PlaceholderType type{PlaceholderType::any};
};

/// Throws std::invalid_argument that names the path and what is wrong with it.
std::vector<PathPart> parse_pattern(std::string_view path);

bool fits(PlaceholderType type, std::string_view segment) noexcept;

} // namespace hurtrock::plugins
