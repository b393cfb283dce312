#include "conditional.hpp"

#include "characters.hpp"
#include "http_date.hpp"

#include <algorithm>

namespace hurtrock::http {

namespace {

constexpr std::size_t digits_max = 18;

std::string_view without_weakness(std::string_view tag) { return tag.substr(0, 2) == "W/" ? tag.substr(2) : tag; }

bool is_strong(std::string_view tag) { return tag.size() >= 2 && tag.front() == '"' && tag.back() == '"'; }

// The next entity tag of a list; empty when there is none. Commas may stand inside the quotes.
std::string_view take_tag(std::string_view& list)
{
    const auto start = list.find_first_not_of(" \t,");
    if (start == std::string_view::npos)
        return {};
    list.remove_prefix(start);
    const auto open = list.substr(0, 2) == "W/" ? std::size_t{2} : std::size_t{0};
    const auto close = list.size() > open && list[open] == '"' ? list.find('"', open + 1) : std::string_view::npos;
    if (close == std::string_view::npos)
        return {};
    const auto tag = list.substr(0, close + 1);
    list.remove_prefix(close + 1);
    return tag;
}

// A number of at most 18 digits; nothing otherwise.
std::optional<std::int64_t> parse_number(std::string_view text)
{
    if (text.empty() || text.size() > digits_max || !std::all_of(text.begin(), text.end(), is_digit))
        return std::nullopt;
    std::int64_t number = 0;
    for (const char digit : text)
        number = number * 10 + (digit - '0');
    return number;
}

bool if_range_holds(const Request& request, const Validators& validators)
{
    const auto* condition = request.header("if-range");
    if (condition == nullptr)
        return true;
    if (is_strong(*condition))
        return *condition == validators.etag;
    const auto date = parse_http_date(*condition);
    return date && validators.modified && *date == *validators.modified;
}

RangeChoice part_of(std::int64_t first, std::int64_t last, std::int64_t length)
{
    if (first >= length)
        return {RangeAnswer::unsatisfiable, {}};
    return {RangeAnswer::part, {first, std::min(last, length - 1) - first + 1}};
}

} // namespace

bool matches_etag(std::string_view if_none_match, std::string_view etag)
{
    if (trimmed(if_none_match) == "*")
        return true;
    if (etag.empty())
        return false;
    for (auto tag = take_tag(if_none_match); !tag.empty(); tag = take_tag(if_none_match))
        if (without_weakness(tag) == without_weakness(etag))
            return true;
    return false;
}

bool is_not_modified(const Request& request, const Validators& validators)
{
    if (request.method != "GET" && request.method != "HEAD")
        return false;
    bool has_tags = false;
    for (const auto& [name, value] : request.headers) {
        if (name != "if-none-match")
            continue;
        has_tags = true;
        if (matches_etag(value, validators.etag))
            return true;
    }
    const auto* since = has_tags ? nullptr : request.header("if-modified-since");
    const auto date = since != nullptr && validators.modified ? parse_http_date(*since) : std::nullopt;
    return date && *validators.modified <= *date;
}

RangeChoice choose_range(const Request& request, const Validators& validators, std::int64_t length)
{
    const auto* header = request.header("range");
    if (request.method != "GET" || header == nullptr || !if_range_holds(request, validators))
        return {};
    std::string_view text = *header;
    if (!equal_ignoring_case(trimmed(take_until(text, '=')), "bytes") || text.find(',') != std::string_view::npos)
        return {};
    text = trimmed(text);
    const auto hyphen = text.find('-');
    if (hyphen == std::string_view::npos)
        return {};
    const auto before = parse_number(text.substr(0, hyphen));
    const auto after = parse_number(text.substr(hyphen + 1));
    if (hyphen == 0) // the last so many bytes
        return !after ? RangeChoice{} : *after == 0 ? RangeChoice{RangeAnswer::unsatisfiable, {}} : part_of(std::max<std::int64_t>(0, length - *after), length - 1, length);
    if (!before || (!after && hyphen + 1 != text.size()) || (after && *after < *before))
        return {};
    return part_of(*before, after ? *after : length - 1, length);
}

std::string content_range(const std::optional<ByteRange>& range, std::int64_t length)
{
    const auto part = range ? std::to_string(range->first) + "-" + std::to_string(range->first + range->length - 1) : std::string("*");
    return "bytes " + part + "/" + std::to_string(length);
}

} // namespace hurtrock::http
