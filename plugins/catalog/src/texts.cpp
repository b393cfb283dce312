#include "texts.hpp"

#include <algorithm>

namespace hurtrock::catalog {
namespace {

constexpr std::array<std::string_view, 16> swatch_names{"black",  "white",   "cream",    "red",   "blue", "green",
                                                        "orange", "yellow",  "purple",   "pink",  "grey", "silver",
                                                        "gold",   "natural", "sunburst", "walnut"};

struct NamedColour {
    std::string_view colour;
    std::string_view swatch;
};
/// Names makers give to finishes, in both languages.
constexpr std::array<NamedColour, 39> named_colours{{
    {"hitam", "black"},         {"putih", "white"},         {"krem", "cream"},
    {"merah", "red"},           {"biru", "blue"},           {"hijau", "green"},
    {"oranye", "orange"},       {"jingga", "orange"},       {"kuning", "yellow"},
    {"ungu", "purple"},         {"merah-muda", "pink"},     {"abu-abu", "grey"},
    {"gray", "grey"},           {"perak", "silver"},        {"emas", "gold"},
    {"alami", "natural"},       {"cherry", "red"},          {"wine", "red"},
    {"redflame", "red"},        {"skyblue", "blue"},        {"ocean", "blue"},
    {"blueflame", "blue"},      {"navy", "blue"},           {"teal", "green"},
    {"seafoam", "green"},       {"butterscotch", "yellow"}, {"amber", "orange"},
    {"graphite", "grey"},       {"steel", "silver"},        {"chrome", "silver"},
    {"brass", "gold"},          {"maple", "natural"},       {"mahogany", "walnut"},
    {"brown", "walnut"},        {"coklat", "walnut"},       {"rosewood", "walnut"},
    {"vintage-white", "cream"}, {"ivory", "cream"},         {"tobacco", "sunburst"},
}};

/// Base letters of U+00C0 to U+017F; '-' where there is none.
constexpr std::string_view latin_base = "aaaaaaaceeeeiiiidnooooo-ouuuuy-saaaaaaaceeeeiiiidnooooo-ouuuuy-y" // U+00C0
                                        "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll" // U+0100
                                        "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(latin_base.size() == 64 + 128);

bool is_letter_or_digit(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9');
}
char lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : byte;
}
char upper(char byte)
{
    return byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 32) : byte;
}
bool is_continuation(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80;
}

/// The letter at `at`, folded to ASCII ('-' for none); moves `at` past it.
char folded(std::string_view text, std::size_t& at)
{
    const auto lead = static_cast<unsigned char>(text[at++]);
    if (lead < 0x80) return lower(static_cast<char>(lead));
    unsigned point = lead & 0x1FU;
    const auto start = at;
    while (at < text.size() && is_continuation(text[at]))
        ++at;
    if (lead >= 0xE0 || at != start + 1) return '-';
    point = point << 6U | (static_cast<unsigned char>(text[start]) & 0x3FU);
    return point >= 0xC0 && point < 0x180 ? latin_base[point - 0xC0] : '-';
}

std::string_view without_space(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::vector<std::string_view> lines_of(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        auto line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        lines.push_back(line);
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return lines;
}

bool is_specification_heading(std::string_view line)
{
    const auto text = lower_ascii(without_space(line));
    return text == "spek:" || text == "spesifikasi:" || text == "spec:" || text == "specs:" ||
           text == "specification:" || text == "specifications:";
}

/// "• Hardware: Chrome" and the like without the sign; nullopt when there is none.
std::optional<std::string_view> without_bullet(std::string_view line)
{
    for (const std::string_view sign : {"•", "●", "▪", "◦", "–", "—", "·"})
        if (line.starts_with(sign)) return without_space(line.substr(sign.size()));
    return std::nullopt;
}

std::string emphasised_item(std::string_view line)
{
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon > 60 || line.starts_with('*'))
        return "- " + std::string{line};
    const auto value = without_space(line.substr(colon + 1));
    return "- **" + std::string{without_space(line.substr(0, colon))} + ":**" + (value.empty() ? "" : " ") +
           std::string{value};
}

} // namespace

std::string slug_of(std::string_view text)
{
    std::string slug;
    for (std::size_t at = 0; at < text.size();) {
        const char letter = folded(text, at);
        if (is_letter_or_digit(letter))
            slug += letter;
        else if (!slug.empty() && slug.back() != '-')
            slug += '-';
    }
    if (slug.size() > slug_bytes_max) slug.resize(slug_bytes_max);
    while (slug.ends_with('-'))
        slug.pop_back();
    return slug;
}

bool is_slug(std::string_view text)
{
    if (text.empty() || text.size() > slug_bytes_max || text.starts_with('-') || text.ends_with('-')) return false;
    if (text.find("--") != std::string_view::npos) return false;
    return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

std::string sku_of(std::string_view text)
{
    std::string sku;
    for (const char byte : without_space(text)) {
        const bool kept = is_letter_or_digit(byte) || byte == '.' || byte == '_' || byte == '/' || byte == '-';
        const char next = kept ? upper(byte) : '-';
        if (next == '-' && (sku.empty() || sku.back() == '-')) continue;
        if (sku.empty() && !is_letter_or_digit(next)) continue;
        sku += next;
    }
    if (sku.size() > sku_bytes_max) sku.resize(sku_bytes_max);
    while (sku.ends_with('-'))
        sku.pop_back();
    return sku;
}

bool is_sku(std::string_view text)
{
    if (text.empty() || text.size() > sku_bytes_max) return false;
    const auto letters = std::string_view{"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"};
    return letters.find(text.front()) != std::string_view::npos &&
           text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-") == std::string_view::npos;
}

std::span<const std::string_view> swatches()
{
    return swatch_names;
}

std::string swatch_of(std::string_view colour)
{
    const auto key = slug_of(colour);
    const auto named =
        std::find_if(named_colours.begin(), named_colours.end(), [&](const auto& each) { return each.colour == key; });
    if (named != named_colours.end()) return std::string{named->swatch};
    const auto same = std::find(swatch_names.begin(), swatch_names.end(), key);
    return same != swatch_names.end() ? key : std::string{};
}

std::string variant_name(const ProductDraft& product, const Variant& variant, std::string_view locale)
{
    std::string name;
    for (std::size_t option = 0; option < variant.values.size() && option < product.options.size(); ++option) {
        const auto place = static_cast<std::size_t>(variant.values[option]);
        if (place < 1 || place > product.options[option].values.size()) continue;
        if (!name.empty()) name += ", ";
        name += product.options[option].values[place - 1].name.in(locale);
    }
    return name;
}

std::string excerpt(std::string_view markdown, std::size_t length_max)
{
    std::string plain;
    for (const auto line : lines_of(markdown)) {
        const auto text = without_space(line);
        if (text.empty() && !plain.empty()) break;
        if (text.empty() || text.starts_with('#')) continue;
        if (!plain.empty()) plain += ' ';
        for (const char byte : text)
            if (byte != '*' && byte != '_' && byte != '`') plain += byte;
    }
    std::size_t points = 0, last_space = 0, sentences_end = 0;
    for (std::size_t at = 0; at < plain.size(); ++at) {
        if (is_continuation(plain[at])) continue;
        if (plain[at] == ' ') {
            last_space = at;
            if (at > 0 && std::string_view{".!?"}.find(plain[at - 1]) != std::string_view::npos) sentences_end = at;
        }
        if (++points <= length_max) continue;
        if (sentences_end > 0) return plain.substr(0, sentences_end);
        plain.resize(last_space > 0 ? last_space : at);
        return plain + "…";
    }
    return plain;
}

std::string markdown_of_plain(std::string_view text)
{
    std::string markdown;
    bool in_specifications = false, in_list = false, item_made = false;
    const auto blank_line = [&] {
        if (!markdown.empty() && !markdown.ends_with("\n\n")) markdown += markdown.ends_with('\n') ? "\n" : "\n\n";
    };
    for (const auto raw : lines_of(text)) {
        const auto line = without_space(raw);
        if (is_specification_heading(line)) {
            blank_line();
            markdown += "### " + std::string{line.substr(0, line.size() - 1)} + "\n\n";
            in_specifications = true;
            in_list = false;
            continue;
        }
        const auto item = without_bullet(line);
        if (line.empty() && in_list) in_specifications = false;
        const bool is_item =
            item || (in_specifications && !line.empty() && !line.starts_with("- ") && !line.starts_with('#'));
        if (is_item) {
            item_made = true;
            if (!in_list && !in_specifications) blank_line();
            const auto content = item.value_or(line);
            markdown += (in_specifications ? emphasised_item(content) : "- " + std::string{content}) + "\n";
        } else if (line.empty()) {
            if (!in_specifications) blank_line();
        } else {
            if (in_list && item_made) blank_line();
            markdown += std::string{raw} + "\n";
        }
        in_list = is_item;
    }
    while (markdown.ends_with('\n'))
        markdown.pop_back();
    return markdown;
}

std::optional<std::int64_t> whole_number(std::string_view typed)
{
    auto text = without_space(typed);
    if (text.size() > 2 && same_ignoring_case(text.substr(0, 2), "rp")) text = without_space(text.substr(2));
    std::int64_t number = 0;
    std::size_t digits = 0, group = 0;
    bool dotted = false;
    for (const char byte : text) {
        if (byte == '.') {
            if (dotted ? group != 3 : group == 0 || group > 3) return std::nullopt;
            dotted = true;
            group = 0;
        } else if (byte >= '0' && byte <= '9' && ++digits <= 15) {
            number = number * 10 + (byte - '0');
            ++group;
        } else {
            return std::nullopt;
        }
    }
    if (digits == 0 || (dotted && group != 3)) return std::nullopt;
    return number;
}

std::string trimmed(std::string_view text)
{
    return std::string{without_space(text)};
}

bool same_ignoring_case(std::string_view left, std::string_view right)
{
    return left.size() == right.size() &&
           std::equal(left.begin(), left.end(), right.begin(), [](char a, char b) { return lower(a) == lower(b); });
}

std::string lower_ascii(std::string_view text)
{
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(), lower);
    return result;
}

std::optional<std::size_t> first_invalid_utf8(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at]);
        std::size_t length = 1;
        unsigned point = lead, least = 1;
        if (lead >= 0xF0 && lead < 0xF8) {
            length = 4, point = lead & 0x07U, least = 0x10000;
        } else if (lead >= 0xE0 && lead < 0xF0) {
            length = 3, point = lead & 0x0FU, least = 0x800;
        } else if (lead >= 0xC0 && lead < 0xE0) {
            length = 2, point = lead & 0x1FU, least = 0x80;
        } else if (lead >= 0x80) {
            return at;
        }
        if (at + length > text.size()) return at;
        for (std::size_t next = 1; next < length; ++next) {
            if (!is_continuation(text[at + next])) return at;
            point = point << 6U | (static_cast<unsigned char>(text[at + next]) & 0x3FU);
        }
        if (point < least || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) return at;
        at += length;
    }
    return std::nullopt;
}

std::string nearest(std::string_view typed, std::span<const std::string_view> candidates)
{
    std::string_view best;
    std::size_t best_distance = std::max<std::size_t>(2, typed.size() / 3) + 1;
    for (const auto candidate : candidates) {
        std::vector<std::size_t> row(candidate.size() + 1);
        for (std::size_t column = 0; column < row.size(); ++column)
            row[column] = column;
        for (std::size_t at = 0; at < typed.size(); ++at) {
            std::size_t diagonal = row[0];
            row[0] = at + 1;
            for (std::size_t column = 1; column < row.size(); ++column) {
                const auto replaced = diagonal + (lower(typed[at]) == lower(candidate[column - 1]) ? 0 : 1);
                diagonal = row[column];
                row[column] = std::min({row[column] + 1, row[column - 1] + 1, replaced});
            }
        }
        if (row.back() < best_distance) {
            best_distance = row.back();
            best = candidate;
        }
    }
    return std::string{best};
}

} // namespace hurtrock::catalog
