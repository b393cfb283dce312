#include <hurtrock/redact.hpp>

#include <hurtrock/crypto.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace hurtrock {
namespace {

constexpr std::string_view mask = "[hidden]";
constexpr std::size_t secret_bytes_min = 4;
/// A value shorter than this is hidden where it stands, but not wherever else the same letters occur.
constexpr std::size_t spread_bytes_min = 8;
constexpr std::size_t card_digits_min = 13, card_digits_max = 19, card_digits_shown = 4;

bool is_digit(char letter) noexcept { return letter >= '0' && letter <= '9'; }
char lower(char letter) noexcept
{
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}
bool is_name_letter(char letter) noexcept
{
    const char small = lower(letter);
    return (small >= 'a' && small <= 'z') || is_digit(letter) || letter == '_' || letter == '-' || letter == '[' ||
           letter == ']' || letter == '.';
}

/// "client_secret", "X-Callback-Token", "card[number]", "apiKey".
bool is_sensitive(std::string_view name)
{
    std::string plain;
    for (const char letter : name)
        if (letter != '_' && letter != '-' && letter != '[' && letter != ']' && letter != '.') plain += lower(letter);
    constexpr std::array<std::string_view, 3> whole{"cvv", "cvc", "pin"};
    constexpr std::array<std::string_view, 14> parts{
        "authorization", "cookie",     "secret",  "password", "passphrase", "token",      "signature",
        "apikey",        "cardnumber", "cardcvc", "cardcvv",  "cvn",        "privatekey", "credential"};
    return std::any_of(whole.begin(), whole.end(), [&](auto one) { return plain == one; }) ||
           std::any_of(parts.begin(), parts.end(), [&](auto one) { return plain.find(one) != std::string::npos; });
}

void replace_all(std::string& text, std::string_view what, std::string_view with)
{
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
}

/// Where a value begins and ends.
struct Span {
    std::size_t begin, end;
};

/// The value after a name that ends at `at`: `": "…"` (JSON), `=…` up to '&' or a space (forms and addresses), `: …` up
/// to the line's end (heads). Empty when no value follows.
Span value_after(std::string_view text, std::size_t at, bool quoted)
{
    if (quoted) ++at;
    while (at < text.size() && text[at] == ' ')
        ++at;
    if (at >= text.size() || (text[at] != ':' && text[at] != '=')) return {at, at};
    const bool form = text[at] == '=';
    if (quoted && form) return {at, at};
    ++at;
    while (at < text.size() &&
           (text[at] == ' ' || text[at] == '\t' || (quoted && (text[at] == '\n' || text[at] == '\r'))))
        ++at;
    auto end = at;
    if (quoted && at < text.size() && text[at] == '"') {
        for (end = ++at; end < text.size() && text[end] != '"'; ++end)
            if (text[end] == '\\' && end + 1 < text.size()) ++end;
        return {at, std::min(end, text.size())};
    }
    const std::string_view stops = quoted ? ",}] \r\n" : form ? "& \r\n\"<" : "\r\n";
    end = std::min(text.find_first_of(stops, at), text.size());
    // Braces and brackets hold further names, which speak for themselves.
    if (quoted && at < text.size() && (text[at] == '{' || text[at] == '[')) return {at, at};
    return {at, end};
}

/// Hides the values of names that speak of a credential, and tells what they were.
std::string hide_named(std::string_view text, std::vector<std::string>& found)
{
    std::string hidden;
    std::size_t copied = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (!is_name_letter(text[at])) {
            ++at;
            continue;
        }
        const auto begin = at;
        while (at < text.size() && is_name_letter(text[at]))
            ++at;
        if (!is_sensitive(text.substr(begin, at - begin))) continue;
        const bool quoted = begin > 0 && text[begin - 1] == '"' && at < text.size() && text[at] == '"';
        const auto value = value_after(text, at, quoted);
        if (value.begin == value.end) continue;
        hidden.append(text.substr(copied, value.begin - copied)).append(mask);
        if (value.end - value.begin >= spread_bytes_min)
            found.emplace_back(text.substr(value.begin, value.end - value.begin));
        copied = at = value.end;
    }
    return hidden.append(text.substr(copied));
}

/// ISO/IEC 7812-1 annex B.
bool has_check_digit(std::string_view digits)
{
    int sum = 0;
    for (std::size_t at = 0; at < digits.size(); ++at) {
        int digit = digits[digits.size() - 1 - at] - '0';
        if (at % 2 == 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return sum % 10 == 0 && digits.find_first_not_of('0') != std::string_view::npos;
}

/// "4111 1111-1111+1111" as much as the digits alone.
std::string hide_cards(std::string_view text)
{
    std::string hidden;
    const auto is_escape = [&](std::size_t at) {
        return text[at] == '%' && at + 2 < text.size() && std::isxdigit(static_cast<unsigned char>(text[at + 1])) &&
               std::isxdigit(static_cast<unsigned char>(text[at + 2]));
    };
    bool escaped = false;
    for (std::size_t at = 0; at < text.size();) {
        if (is_escape(at)) { // "%20" is a space: its digits are no part of the number after it
            hidden.append(text.substr(at, 3));
            at += 3;
            escaped = true;
            continue;
        }
        const char before = at > 0 && !std::exchange(escaped, false) ? lower(text[at - 1]) : ' ';
        const bool inside_word = is_digit(before) || (before >= 'a' && before <= 'z');
        if (!is_digit(text[at]) || inside_word) {
            hidden += text[at++];
            continue;
        }
        std::string digits;
        auto end = at;
        for (auto look = at; look < text.size(); ++look) {
            if (is_digit(text[look])) {
                digits += text[look];
                end = look + 1;
            } else if (!((text[look] == ' ' || text[look] == '-' || text[look] == '+') && look + 1 < text.size() &&
                         is_digit(text[look + 1]))) {
                break;
            }
        }
        // Cards begin with 2 to 6; times and most counters do not.
        const bool card = digits[0] >= '2' && digits[0] <= '6' && digits.size() >= card_digits_min &&
                          digits.size() <= card_digits_max && has_check_digit(digits);
        if (card)
            hidden.append("[card …").append(digits.substr(digits.size() - card_digits_shown)).append("]");
        else
            hidden.append(text.substr(at, end - at));
        at = end;
    }
    return hidden;
}

} // namespace

std::string redacted(std::string_view text, const std::vector<std::string>& secrets)
{
    std::vector<std::string> spread;
    for (const auto& secret : secrets) {
        if (secret.size() < secret_bytes_min) continue;
        spread.push_back(secret);
        spread.push_back(to_base64(secret));
        spread.push_back(to_base64(secret + ":"));
    }
    auto hidden = hide_named(text, spread);
    // The longest first: one may hold another.
    std::sort(spread.begin(), spread.end(),
              [](const auto& left, const auto& right) { return left.size() > right.size(); });
    for (const auto& one : spread)
        replace_all(hidden, one, mask);
    return hide_cards(hidden);
}

} // namespace hurtrock
