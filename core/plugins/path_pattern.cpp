#include "path_pattern.hpp"

#include "core/base/suggest.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace hurtrock::plugins {
namespace {

constexpr std::size_t integer_digits_max = 18; // fits a bigint
constexpr std::size_t public_id_characters = 22;
constexpr std::size_t slug_characters_max = 200;
constexpr std::size_t uuid_characters = 36;

constexpr std::pair<const char*, PlaceholderType> named_types[] = {{"int", PlaceholderType::integer},
                                                                   {"uuid", PlaceholderType::uuid},
                                                                   {"id", PlaceholderType::public_id},
                                                                   {"slug", PlaceholderType::slug},
                                                                   {"path", PlaceholderType::rest}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_small(char c) { return c >= 'a' && c <= 'z'; }
bool is_letter(char c) { return is_small(c) || (c >= 'A' && c <= 'Z'); }

bool is_uuid(std::string_view text)
{
    const auto is_hyphen_place = [](std::size_t at) { return at == 8 || at == 13 || at == 18 || at == 23; };
    if (text.size() != uuid_characters) return false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        const bool is_hex = is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (is_hyphen_place(at) ? c != '-' : !is_hex) return false;
    }
    return true;
}

bool is_slug(std::string_view text)
{
    if (text.empty() || text.size() > slug_characters_max || text.front() == '-' || text.back() == '-') return false;
    if (text.find("--") != std::string_view::npos) return false;
    return std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || is_small(c) || c == '-'; });
}

[[noreturn]] void refuse(std::string_view path, const std::string& why)
{
    throw std::invalid_argument{"route \"" + std::string{path} + "\": " + why};
}

PlaceholderType type_named(std::string_view path, const std::string& name)
{
    std::vector<std::string> known;
    for (const auto& [text, type] : named_types) {
        if (name == text) return type;
        known.emplace_back(text);
    }
    refuse(path, "unknown type \"" + name + "\"" + base::did_you_mean(name, known) + "; there are int, slug, id, uuid and path");
}

PathPart parse_part(std::string_view path, std::string_view segment)
{
    if (segment.find_first_of("{}") == std::string_view::npos) return {std::string{segment}};
    if (!segment.starts_with('{') || !segment.ends_with('}') || segment.find_first_of("{}", 1) != segment.size() - 1)
        refuse(path, "a placeholder is a whole segment, as {name} or {name:type}");
    const auto inner = segment.substr(1, segment.size() - 2);
    const auto colon = inner.find(':');
    PathPart part{std::string{inner.substr(0, colon)}, true};
    if (part.text.empty()) refuse(path, "a placeholder needs a name");
    if (colon != std::string_view::npos) part.type = type_named(path, std::string{inner.substr(colon + 1)});
    return part;
}

} // namespace

std::vector<PathPart> parse_pattern(std::string_view path)
{
    if (!path.starts_with('/')) refuse(path, "must begin with /");
    std::vector<PathPart> parts;
    for (auto rest = path.substr(1); !rest.empty() || path.ends_with('/');) {
        if (rest.empty() && path.size() == 1) break;
        const auto slash = rest.find('/');
        auto part = parse_part(path, rest.substr(0, slash));
        const auto has_name = [&](const PathPart& other) { return other.is_placeholder && other.text == part.text; };
        if (part.is_placeholder && std::any_of(parts.begin(), parts.end(), has_name)) refuse(path, "{" + part.text + "} stands twice");
        if (!parts.empty() && parts.back().is_placeholder && parts.back().type == PlaceholderType::rest)
            refuse(path, "{" + parts.back().text + ":path} must be the last segment");
        parts.push_back(std::move(part));
        if (slash == std::string_view::npos) break;
        rest.remove_prefix(slash + 1);
    }
    return parts;
}

bool fits(PlaceholderType type, std::string_view segment) noexcept
{
    switch (type) {
    case PlaceholderType::integer:
        return !segment.empty() && segment.size() <= integer_digits_max && std::all_of(segment.begin(), segment.end(), is_digit);
    case PlaceholderType::uuid: return is_uuid(segment);
    case PlaceholderType::public_id:
        return segment.size() == public_id_characters &&
               std::all_of(segment.begin(), segment.end(), [](char c) { return is_digit(c) || is_letter(c); });
    case PlaceholderType::slug: return is_slug(segment);
    case PlaceholderType::any:
    case PlaceholderType::rest: return !segment.empty();
    }
    return false;
}

} // namespace hurtrock::plugins
