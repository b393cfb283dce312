#include "multipart.hpp"

#include "characters.hpp"
#include "head_rules.hpp"
#include "url.hpp"

#include <algorithm>
#include <functional>

namespace hurtrock::http {

namespace {

constexpr std::size_t boundary_bytes_max = 70; // RFC 2046, 5.1.1
constexpr std::string_view line_end = "\r\n";

struct Parameter {
    std::string_view name;
    std::string value;
};

// A quoted string with its escapes. Browsers write a quote as %22 and leave backslashes alone (older ones send whole
// Windows paths), so only \" is an escape.
std::optional<std::string> take_quoted(std::string_view& text)
{
    std::string value;
    text.remove_prefix(1);
    while (!text.empty()) {
        const char c = text.front();
        text.remove_prefix(1);
        if (c == '"')
            return value;
        if (c == '\\' && !text.empty() && text.front() == '"') {
            value.push_back('"');
            text.remove_prefix(1);
        } else {
            value.push_back(c);
        }
    }
    return std::nullopt;
}

// "; name=value" at the front of `text`.
std::optional<Parameter> take_parameter(std::string_view& text)
{
    if (text.front() != ';')
        return std::nullopt;
    text = trimmed(text.substr(1));
    const auto equals = text.find('=');
    if (equals == std::string_view::npos)
        return std::nullopt;
    Parameter parameter{trimmed(text.substr(0, equals)), {}};
    text = trimmed(text.substr(equals + 1));
    if (!text.empty() && text.front() == '"') {
        auto value = take_quoted(text);
        if (!value)
            return std::nullopt;
        parameter.value = std::move(*value);
    } else {
        const auto value = text.substr(0, text.find(';'));
        parameter.value = trimmed(value);
        text.remove_prefix(value.size());
    }
    text = trimmed(text);
    if (!is_token(parameter.name))
        return std::nullopt;
    return parameter;
}

// "type; a=b; c=d" split up; nothing when a parameter is malformed.
std::optional<std::vector<Parameter>> parse_value(std::string_view text, std::string_view& type)
{
    type = trimmed(text.substr(0, text.find(';')));
    text = text.find(';') == std::string_view::npos ? std::string_view() : text.substr(text.find(';'));
    std::vector<Parameter> parameters;
    while (!text.empty()) {
        auto parameter = take_parameter(text);
        if (!parameter)
            return std::nullopt;
        parameters.push_back(std::move(*parameter));
    }
    return parameters;
}

std::optional<std::string> boundary_of(std::string_view content_type)
{
    std::string_view type;
    const auto parameters = parse_value(content_type, type);
    if (!parameters || !equal_ignoring_case(type, "multipart/form-data"))
        return std::nullopt;
    for (const auto& parameter : *parameters)
        if (equal_ignoring_case(parameter.name, "boundary")) {
            const bool is_usable = !parameter.value.empty() && parameter.value.size() <= boundary_bytes_max && is_field_value(parameter.value);
            return is_usable ? std::optional(parameter.value) : std::nullopt;
        }
    return std::nullopt;
}

std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

std::string file_name(const std::string& sent)
{
    const auto slash = sent.find_last_of("/\\");
    return slash == std::string::npos ? sent : sent.substr(slash + 1);
}

bool read_disposition(std::string_view value, MultipartPart& part)
{
    std::string_view type;
    const auto parameters = parse_value(value, type);
    if (!parameters || !equal_ignoring_case(type, "form-data"))
        return false;
    bool has_name = false;
    for (const auto& parameter : *parameters) {
        const auto text = replaced(parameter.value, "%22", "\"");
        if (!is_valid_utf8(text))
            return false;
        if (equal_ignoring_case(parameter.name, "name")) {
            part.name = text;
            has_name = true;
        } else if (equal_ignoring_case(parameter.name, "filename")) {
            part.filename = file_name(text);
        }
    }
    return has_name;
}

bool read_part_head(std::string_view head, MultipartPart& part)
{
    bool has_disposition = false;
    while (!head.empty()) {
        const auto end = head.find(line_end);
        const auto line = head.substr(0, end);
        head = end == std::string_view::npos ? std::string_view() : head.substr(end + line_end.size());
        HeaderField field;
        if (!parse_header_field(line, field))
            return false;
        if (equal_ignoring_case(field.name, "content-disposition")) {
            if (has_disposition || !read_disposition(field.value, part))
                return false;
            has_disposition = true;
        } else if (equal_ignoring_case(field.name, "content-type")) {
            part.content_type = field.value;
        }
    }
    return has_disposition;
}

// Reads "headers CRLF CRLF content"; `text` holds exactly one part.
std::optional<MultipartError> read_part(std::string_view text, const MultipartLimits& limits, std::vector<MultipartPart>& parts)
{
    constexpr std::string_view head_end = "\r\n\r\n";
    const auto end = text.substr(0, limits.part_head_bytes_max).find(head_end);
    if (end == std::string_view::npos)
        return MultipartError::malformed;
    MultipartPart part;
    if (!read_part_head(text.substr(0, end), part))
        return MultipartError::malformed;
    part.content = text.substr(end + head_end.size());
    if (part.content.size() > limits.part_bytes_max)
        return MultipartError::too_large;
    if (parts.size() == limits.parts_max)
        return MultipartError::too_many_parts;
    parts.push_back(std::move(part));
    return std::nullopt;
}

} // namespace

MultipartResult parse_multipart(std::string_view content_type, std::string_view body, const MultipartLimits& limits)
{
    const auto boundary = boundary_of(content_type);
    if (!boundary)
        return MultipartError::not_multipart;
    if (body.size() > limits.total_bytes_max)
        return MultipartError::too_large;
    const std::string delimiter = "\r\n--" + *boundary;
    const auto first = std::string_view(delimiter).substr(line_end.size());
    // A preamble before the first boundary is allowed by MIME, but no browser sends one.
    if (body.substr(0, first.size()) != first)
        return MultipartError::malformed;
    body.remove_prefix(first.size());
    const std::boyer_moore_horspool_searcher searcher(delimiter.begin(), delimiter.end());
    std::vector<MultipartPart> parts;
    while (body.substr(0, line_end.size()) == line_end) {
        body.remove_prefix(line_end.size());
        const auto found = std::search(body.begin(), body.end(), searcher);
        if (found == body.end())
            return MultipartError::malformed;
        const auto bytes = static_cast<std::size_t>(found - body.begin());
        if (const auto error = read_part(body.substr(0, bytes), limits, parts))
            return *error;
        body.remove_prefix(bytes + delimiter.size());
    }
    const bool is_finished = body == "--" || body == "--\r\n";
    if (!is_finished)
        return MultipartError::malformed;
    return parts;
}

} // namespace hurtrock::http
