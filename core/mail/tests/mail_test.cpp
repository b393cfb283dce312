#include "smtp_sink.hpp"

#include "core/mail/mail_host.hpp"
#include "core/mail/mail_sender.hpp"
#include "core/testing/test_database.hpp"

#include <gtest/gtest.h>

#include <set>

namespace hurtrock::mail {
namespace {

using namespace std::chrono_literals;
using hurtrock::testing::database;
using hurtrock::testing::eventually;

struct Mails : ::testing::Test {
    hurtrock::testing::TestClock clock;
    hurtrock::testing::TestLog log;
    bool can_send{true};
    std::function<void()> wake{[] {}};
    MailHost mail{
        clock,
        {.render = [](const std::string& name, const std::string& locale, const Value& variables) -> std::string {
             if (name == "broken/mail/x.txt") throw std::runtime_error{"no such template"};
             const std::string who{variables["name"].text()};
             if (name.ends_with(".html")) return "<p>Halo <b>" + who + "</b> (" + locale + ")</p>";
             return "\n Pesanan diterima \xE2\x80\x94 terima kasih, " + who + "!\n\nHalo " + who +
                    ",\n.\nsampai jumpa \n";
         },
         .sender =
             [] {
                 return Address{"shop@example.com", "Toko \"Musik\""};
             },
         .can_send = [this] { return can_send; },
         .committed = [this] { wake(); }}};

    Result<Done> send(const std::string& to, const std::string& name = "Sari")
    {
        return database().transaction("test.send", [&](Transaction& tx) {
            return mail.send(tx, {.to = to,
                                  .to_name = name,
                                  .template_name = "orders/mail/x",
                                  .locale = "id",
                                  .variables = {{"name", name}}});
        });
    }
    StoredMail stored(const std::string& to)
    {
        auto found = mail.list(database(), {.search = to});
        return found.empty() ? StoredMail{} : *mail.find(database(), found.front().id);
    }
};

TEST_F(Mails, reach_the_server_as_they_were_written)
{
    hurtrock::testing::SmtpSink sink;
    MailSender sender{database(), clock, log, [&] { return SmtpOptions{.url = sink.url("shop:s3cret")}; }};
    wake = [&] { sender.wake(); };
    ASSERT_TRUE(send("sari@example.com", "Sari \xC3\x9C"));
    const auto got = sink.next();
    EXPECT_EQ(got["envelope_from"].text(), "shop@example.com");
    EXPECT_EQ(got["envelope_to"].items().front().text(), "sari@example.com");
    EXPECT_TRUE(got["login"].boolean());
    EXPECT_EQ(got["from"].text(), "\"Toko \\\"Musik\\\"\" <shop@example.com>");
    EXPECT_EQ(got["to"].text(), "Sari \xC3\x9C <sari@example.com>");
    EXPECT_EQ(got["subject"].text(), "Pesanan diterima \xE2\x80\x94 terima kasih, Sari \xC3\x9C!");
    EXPECT_EQ(got["type"].text(), "multipart/alternative");
    EXPECT_EQ(got["text"].text(), "Halo Sari \xC3\x9C,\n.\nsampai jumpa \n");
    EXPECT_EQ(got["html"].text(), "<p>Halo <b>Sari \xC3\x9C</b> (id)</p>");
    EXPECT_TRUE(got["defects"].empty());
    EXPECT_LE(got["longest_line"].integer(), 78);
    ASSERT_TRUE(eventually([&] { return stored("sari@example.com").state == State::sent; }));
    EXPECT_EQ(got["message_id"].text(), stored("sari@example.com").message_id);
    EXPECT_EQ(stored("sari@example.com").tries, 1);
    EXPECT_FALSE(log.contains("s3cret"));
}

TEST_F(Mails, are_sent_only_when_the_transaction_commits)
{
    (void)database().transaction("test.rollback", [&](Transaction& tx) -> Result<Done> {
        EXPECT_TRUE(mail.send(tx, {.to = "never@example.com", .template_name = "orders/mail/x"}));
        return Problem{"changed.mind"};
    });
    EXPECT_TRUE(mail.list(database(), {.search = "never@"}).empty());
}

TEST_F(Mails, wait_longer_each_time_and_stop_after_ten_tries_with_one_message_id)
{
    hurtrock::testing::SmtpSink sink;
    MailSender sender{database(), clock, log, [&] { return SmtpOptions{.url = sink.url()}; }};
    ASSERT_TRUE(send("busy@example.com"));
    const auto id = stored("busy@example.com").message_id;
    const auto start = clock.now();
    for (int tries = 1; tries <= 10; ++tries) {
        sender.wake();
        ASSERT_TRUE(eventually([&] {
            const auto now = stored("busy@example.com");
            return now.tries == tries &&
                   (now.state == State::failed || now.next_try_at != clock.now() + 6min); // the lease
        })) << tries;
        const auto now = stored("busy@example.com");
        EXPECT_NE(now.last_error.find("451"), std::string::npos) << now.last_error;
        if (tries < 10) clock.advance(now.next_try_at - clock.now());
    }
    EXPECT_EQ(stored("busy@example.com").state, State::failed);
    EXPECT_EQ(stored("busy@example.com").message_id, id);
    EXPECT_GT(clock.now() - start, 18h);
    EXPECT_LT(clock.now() - start, 30h);

    const auto busy = stored("busy@example.com").id;
    EXPECT_TRUE(database().transaction("test.again", [&](Transaction& tx) { return mail.send_again(tx, busy); }));
    EXPECT_EQ(stored("busy@example.com").state, State::pending);
    EXPECT_FALSE(database().transaction("test.again", [&](Transaction& tx) { return mail.send_again(tx, busy); }));
}

TEST_F(Mails, a_mailbox_that_does_not_exist_is_not_tried_twice)
{
    hurtrock::testing::SmtpSink sink;
    MailSender sender{database(), clock, log, [&] { return SmtpOptions{.url = sink.url()}; }};
    wake = [&] { sender.wake(); };
    ASSERT_TRUE(send("nobody@example.com"));
    ASSERT_TRUE(eventually([&] { return stored("nobody@example.com").state == State::failed; }));
    EXPECT_EQ(stored("nobody@example.com").tries, 1);
    EXPECT_NE(stored("nobody@example.com").last_error.find("no such mailbox"), std::string::npos);
    ASSERT_TRUE(send("after@example.com")); // the connection still works
    EXPECT_EQ(sink.next()["envelope_to"].items().front().text(), "after@example.com");
}

TEST_F(Mails, a_wrong_password_and_a_missing_server_are_tried_again_and_named_without_the_password)
{
    std::string url = "smtp://127.0.0.1:1";
    hurtrock::testing::SmtpSink sink;
    MailSender sender{database(), clock, log, [&] { return SmtpOptions{.url = url}; }};
    wake = [&] { sender.wake(); };
    ASSERT_TRUE(send("gone@example.com"));
    ASSERT_TRUE(eventually([&] { return !stored("gone@example.com").last_error.empty(); }));
    EXPECT_EQ(stored("gone@example.com").state, State::pending);

    MailSender denied{database(), clock, log, [&] { return SmtpOptions{.url = sink.url("shop:wr0ng")}; }};
    ASSERT_TRUE(eventually([&] { return stored("gone@example.com").tries == 1; }));
    clock.advance(11s);
    ASSERT_TRUE(eventually(
        [&] { return stored("gone@example.com").tries == 2 && !stored("gone@example.com").last_error.empty(); }));
    EXPECT_EQ(stored("gone@example.com").state, State::pending);
    EXPECT_FALSE(log.contains("wr0ng"));
}

TEST_F(Mails, are_kept_and_found_without_a_server)
{
    can_send = false;
    for (int at = 0; at < 5; ++at) ASSERT_TRUE(send("keep" + std::to_string(at) + "@kept.example"));
    EXPECT_EQ(mail.list(database(), {.search = "kept.example"}).size(), 5u);
    const auto first = mail.list(database(), {.search = "kept.example", .limit = 2});
    ASSERT_EQ(first.size(), 2u);
    EXPECT_EQ(first.front().to.address, "keep4@kept.example");
    const auto second = mail.list(database(), {.search = "kept.example", .before_id = first.back().id, .limit = 2});
    EXPECT_EQ(second.front().to.address, "keep2@kept.example");
    EXPECT_TRUE(mail.list(database(), {.search = "kept.example", .state = State::sent}).empty());
    EXPECT_TRUE(mail.list(database(), {.search = "kept_example"}).empty());
    EXPECT_GE(mail.count(database(), State::kept), 5);
    EXPECT_EQ(mail.find(database(), first.front().id)->text, "Halo Sari,\n.\nsampai jumpa \n");
    clock.advance(24h * 91);
    std::size_t removed = 0;
    database().run_transaction("test.tidy", [&](Transaction& tx) {
        removed = mail.tidy(tx, 24h * 90);
        return true;
    });
    EXPECT_GE(removed, 5u);
}

TEST_F(Mails, impossible_addresses_are_a_problem_and_broken_templates_an_exception)
{
    EXPECT_EQ(send("no address").problem().code, "mail.address");
    EXPECT_THROW((void)database().transaction(
                     "test.broken",
                     [&](Transaction& tx) { return mail.send(tx, {.to = "a@b.c", .template_name = "broken/mail/x"}); }),
                 std::runtime_error);
    EXPECT_THROW(SmtpClient({.url = "http://127.0.0.1"}), std::invalid_argument);
    EXPECT_THROW(SmtpClient({.url = "nonsense"}), std::invalid_argument);
}

TEST_F(Mails, two_senders_send_each_mail_once)
{
    hurtrock::testing::SmtpSink sink;
    const auto transport = [&] { return std::optional{SmtpOptions{.url = sink.url()}}; };
    for (int at = 0; at < 30; ++at) ASSERT_TRUE(send("many" + std::to_string(at) + "@many.example"));
    {
        MailSender one{database(), clock, log, transport}, two{database(), clock, log, transport};
        ASSERT_TRUE(eventually(
            [&] { return mail.list(database(), {.search = "many.example", .state = State::sent}).size() == 30; }));
    }
    std::set<std::string> seen;
    for (Value got = sink.next(2'000); !got.is_null(); got = sink.next(500))
        if (got["to"].text().find("many.example") != std::string_view::npos) {
            EXPECT_TRUE(seen.insert(std::string{got["message_id"].text()}).second);
        }
    EXPECT_EQ(seen.size(), 30u);
}

} // namespace
} // namespace hurtrock::mail
