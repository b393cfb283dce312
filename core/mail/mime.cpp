#include "mime.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace hurtrock::mail {
namespace {

constexpr std::size_t line_length_max = 76;
/// Whole base64 groups whose encoded word fits behind "Subject: " on the first line.
constexpr std::size_t word_bytes_max = 39;

std::string one_line(std::string_view text)
{
    std::string line{text};
    for (auto& letter : line)
        if (static_cast<unsigned char>(letter) < ' ' || letter == 127) letter = ' ';
    return line;
}

bool is_plain(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char letter) { return letter >= ' ' && letter < 127; }) &&
           text.find("=?") == std::string_view::npos;
}

std::string base64(std::string_view bytes)
{
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const auto group = bytes.substr(at, 3);
        std::uint32_t bits = 0;
        for (std::size_t part = 0; part < 3; ++part)
            bits = bits << 8 | (part < group.size() ? static_cast<unsigned char>(group[part]) : 0u);
        for (std::size_t part = 0; part < 4; ++part)
            text += part <= group.size() ? alphabet[bits >> (18 - 6 * part) & 63] : '=';
    }
    return text;
}

/// The longest piece that fits and does not split a character.
std::size_t word_length(std::string_view text)
{
    if (text.size() <= word_bytes_max) return text.size();
    auto length = word_bytes_max;
    while (length > 1 && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) --length;
    return length;
}

std::string display_name(const std::string& name)
{
    const auto line = one_line(name);
    if (!is_plain(line)) return encoded_words(line);
    std::string quoted = "\"";
    for (const char letter : line) {
        if (letter == '"' || letter == '\\') quoted += '\\';
        quoted += letter;
    }
    return quoted + '"';
}

std::string mailbox(const Address& address)
{
    const auto bare = '<' + one_line(address.address) + '>';
    return address.name.empty() ? bare : display_name(address.name) + "\r\n " + bare;
}

/// Derived from the Message-ID, so that a message is the same bytes whenever it is sent; '_' and '=' in it cannot occur
/// together in quoted-printable text.
std::string boundary_of(const StoredMail& mail)
{
    std::string letters;
    for (const char letter : mail.message_id)
        if ((letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9'))
            letters += letter;
    return "=_hurtrock_" + letters.substr(0, 40);
}

std::string part(const std::string& boundary, const char* type, std::string_view body)
{
    return "--" + boundary + "\r\nContent-Type: " + type +
           "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + quoted_printable(body) + "\r\n";
}

} // namespace

std::string encoded_words(std::string_view text)
{
    const auto line = one_line(text);
    if (is_plain(line) && line.size() <= 60) return line;
    std::string words;
    for (std::string_view rest{line}; !rest.empty();) {
        const auto length = word_length(rest);
        if (!words.empty()) words += "\r\n ";
        words += "=?UTF-8?B?" + base64(rest.substr(0, length)) + "?=";
        rest.remove_prefix(length);
    }
    return words;
}

std::string quoted_printable(std::string_view text)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string encoded;
    std::size_t column = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char letter = text[at];
        if (letter == '\r') continue;
        if (letter == '\n') {
            encoded += "\r\n";
            column = 0;
            continue;
        }
        const auto next = at + 1 < text.size() ? text[at + 1] : '\n';
        const bool ends_line = next == '\n' || next == '\r';
        const bool plain =
            (letter > ' ' && letter < 127 && letter != '=') || ((letter == ' ' || letter == '\t') && !ends_line);
        const std::size_t width = plain ? 1 : 3;
        if (column + width > line_length_max - 1) {
            encoded += "=\r\n";
            column = 0;
        }
        if (plain) {
            encoded += letter;
        } else {
            const auto byte = static_cast<unsigned char>(letter);
            encoded += {'=', digits[byte >> 4], digits[byte & 15]};
        }
        column += width;
    }
    return encoded;
}

std::string mail_date(Time time)
{
    using namespace std::chrono;
    static constexpr std::array days_of_week{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = floor<days>(time);
    const year_month_day date{day};
    const hh_mm_ss clock{floor<seconds>(time - day)};
    std::array<char, 64> text;
    std::snprintf(text.data(), text.size(), "%s, %u %s %d %02d:%02d:%02d +0000",
                  days_of_week[weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
                  months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return text.data();
}

std::string compose(const StoredMail& mail)
{
    const auto boundary = boundary_of(mail);
    std::string message = "Date: " + mail_date(mail.created_at) + "\r\nFrom: " + mailbox(mail.from) +
                          "\r\nTo: " + mailbox(mail.to) + "\r\nMessage-ID: " + mail.message_id +
                          "\r\nSubject: " + encoded_words(mail.subject) +
                          "\r\nMIME-Version: 1.0\r\nAuto-Submitted: auto-generated\r\nContent-Type: "
                          "multipart/alternative;\r\n boundary=\"" +
                          boundary + "\"\r\n\r\n";
    message += part(boundary, "text/plain", mail.text);
    if (!mail.html.empty()) message += part(boundary, "text/html", mail.html);
    return message + "--" + boundary + "--\r\n";
}

} // namespace hurtrock::mail
