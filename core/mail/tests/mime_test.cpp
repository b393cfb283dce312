#include "core/mail/mime.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace hurtrock::mail {
namespace {

TEST(Mime, quoted_printable_keeps_every_line_short_and_every_byte)
{
    EXPECT_EQ(quoted_printable("Halo\nSari"), "Halo\r\nSari");
    EXPECT_EQ(quoted_printable("a=b ü\t\n"), "a=3Db =C3=BC=09\r\n");
    EXPECT_EQ(quoted_printable("trailing \n"), "trailing=20\r\n");
    const auto encoded = quoted_printable(std::string(500, 'x'));
    std::size_t longest = 0, start = 0;
    for (std::size_t at; (at = encoded.find("\r\n", start)) != std::string::npos; start = at + 2)
        longest = std::max(longest, at - start);
    EXPECT_LE(longest, 76u);
    EXPECT_EQ(std::count(encoded.begin(), encoded.end(), 'x'), 500);
}

TEST(Mime, encoded_words_never_split_a_character)
{
    EXPECT_EQ(encoded_words("Plain subject"), "Plain subject");
    EXPECT_EQ(encoded_words("Terima kasih \xE2\x80\x94 Anda"), "=?UTF-8?B?VGVyaW1hIGthc2loIOKAlCBBbmRh?=");
    std::string text;
    for (int at = 0; at < 40; ++at) text += "\xE2\x82\xAC";
    for (std::size_t at = 0; (at = encoded_words(text).find("\r\n ", at)) != std::string::npos; ++at)
        EXPECT_LE(at, 400u);
    EXPECT_NE(encoded_words(text).find("\r\n "), std::string::npos);
}

TEST(Mime, no_header_can_be_smuggled_in)
{
    StoredMail mail;
    mail.message_id = "<x@y>";
    mail.from = {"shop@example.com", "Shop"};
    mail.to = {"sari@example.com", "Sari\r\nBcc: everybody@example.com"};
    mail.subject = "Hello\r\nBcc: everybody@example.com";
    const auto message = compose(mail);
    EXPECT_EQ(message.find("\nBcc:"), std::string::npos) << message;
}

TEST(Mime, dates_are_rfc_5322)
{
    EXPECT_EQ(mail_date(Time{std::chrono::seconds{1'795'230'245}}), "Sat, 21 Nov 2026 03:04:05 +0000");
}

TEST(Mime, addresses_that_cannot_be_are_told)
{
    for (const auto* good : {"a@b", "sari.dewi+x@example.co.id"}) EXPECT_TRUE(is_address(good)) << good;
    for (const auto* bad : {"", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\r\nRCPT", "<a@b>", "a,b@c", "ü@example.com"})
        EXPECT_FALSE(is_address(bad)) << bad;
}

} // namespace
} // namespace hurtrock::mail
