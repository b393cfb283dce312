#include "events.hpp"

#include "facts.hpp"

#include <hurtrock/json.hpp>

#include <gtest/gtest.h>

namespace hurtrock::stripe {
namespace {

using shop::FactKind;
using shop::PaymentFact;
using shop::WebhookFacts;
using shop::WebhookIgnored;

Value session(std::string_view status, std::string_view paid)
{
    return {{"id", "cs_test_1"},
            {"object", "checkout.session"},
            {"status", status},
            {"payment_status", paid},
            {"amount_total", 12'500'000},
            {"currency", "idr"},
            {"payment_intent", "pi_1"},
            {"client_reference_id", "HR-1-abc"},
            {"metadata", Value{{"attempt_id", "HR-1-abc"}}},
            {"livemode", false}};
}

shop::WebhookResult read(std::string_view type, const Value& object, bool live = false)
{
    return read_event(to_json({{"id", "evt_1"},
                               {"object", "event"},
                               {"type", type},
                               {"created", 1'700'000'000},
                               {"livemode", live},
                               {"data", Value{{"object", object}}}}));
}

/// The only fact of an event.
PaymentFact fact(std::string_view type, const Value& object, bool live = false)
{
    const auto result = read(type, object, live);
    if (!std::holds_alternative<WebhookFacts>(result)) return {.key = "none"};
    const auto& told = std::get<WebhookFacts>(result);
    EXPECT_EQ(told.inbox_key, "evt_1");
    EXPECT_EQ(told.facts.size(), 1u);
    return told.facts.front();
}

bool is_ignored(const shop::WebhookResult& result) { return std::holds_alternative<WebhookIgnored>(result); }

TEST(Events, a_paid_session_is_money)
{
    for (const auto* type : {"checkout.session.completed", "checkout.session.async_payment_succeeded"}) {
        const auto told = fact(type, session("complete", "paid"));
        EXPECT_EQ(told.kind, FactKind::captured);
        EXPECT_EQ(told.key, "capture:pi_1");
        EXPECT_EQ(told.attempt_id, "HR-1-abc");
        EXPECT_EQ(told.reference, "pi_1");
        EXPECT_EQ(told.amount, Money{125'000});
        EXPECT_FALSE(told.live);
        EXPECT_EQ(told.at, Time{std::chrono::seconds{1'700'000'000}});
    }
}

TEST(Events, a_delayed_payment_is_no_money_yet)
{
    EXPECT_EQ(fact("checkout.session.completed", session("complete", "unpaid")).kind, FactKind::pending);
    EXPECT_EQ(fact("checkout.session.async_payment_failed", session("complete", "unpaid")).kind, FactKind::failed);
    EXPECT_EQ(fact("checkout.session.async_payment_failed", session("complete", "unpaid")).key, "failed:cs_test_1");
    EXPECT_TRUE(is_ignored(read("checkout.session.completed", session("complete", "no_payment_required"))));
}

TEST(Events, an_expired_session_is_over)
{
    const auto told = fact("checkout.session.expired", session("expired", "unpaid"));
    EXPECT_EQ(told.kind, FactKind::expired);
    EXPECT_EQ(told.key, "expired:cs_test_1");
}

TEST(Events, the_mode_is_the_events)
{
    EXPECT_TRUE(fact("checkout.session.completed", session("complete", "paid"), true).live);
}

TEST(Events, a_failed_try_is_not_the_end)
{
    Value intent{{"id", "pi_1"},
                 {"object", "payment_intent"},
                 {"metadata", Value{{"attempt_id", "HR-1-abc"}}},
                 {"last_payment_error",
                  Value{{"code", "card_declined"}, {"decline_code", "insufficient_funds"}, {"charge", "ch_7"}}}};
    const auto told = fact("payment_intent.payment_failed", intent);
    EXPECT_EQ(told.kind, FactKind::attempt_failed);
    EXPECT_EQ(told.key, "try_failed:ch_7");
    EXPECT_EQ(told.note, "card_declined/insufficient_funds");
    auto open = session("open", "unpaid");
    open.set("payment_intent", intent);
    const auto fetched = of_session(open);
    ASSERT_EQ(fetched.size(), 1u);
    EXPECT_EQ(fetched[0].key, told.key) << "fetch and webhook tell the same";
    intent.set("metadata", Value::map());
    EXPECT_TRUE(is_ignored(read("payment_intent.payment_failed", intent))) << "not of this shop";
}

TEST(Events, a_succeeded_payment_intent_is_the_sessions_money)
{
    const Value intent{{"id", "pi_1"},
                       {"amount_received", 12'500'000},
                       {"currency", "idr"},
                       {"metadata", Value{{"attempt_id", "HR-1-abc"}}}};
    const auto told = fact("payment_intent.succeeded", intent);
    EXPECT_EQ(told.key, "capture:pi_1");
    EXPECT_EQ(told.amount, Money{125'000});
}

TEST(Events, news_of_refunds_make_the_shop_ask)
{
    const Value charge{{"id", "ch_1"},
                       {"object", "charge"},
                       {"payment_intent", "pi_1"},
                       {"amount_refunded", 2'500'000},
                       {"currency", "idr"}};
    const Value refund{{"id", "re_1"},        {"object", "refund"}, {"payment_intent", "pi_1"},
                       {"amount", 2'500'000}, {"currency", "idr"},  {"status", "succeeded"}};
    for (const auto* type :
         {"charge.refunded", "refund.created", "refund.updated", "refund.failed", "charge.refund.updated"}) {
        const auto result = read(type, type == std::string_view{"charge.refunded"} ? charge : refund);
        ASSERT_TRUE(std::holds_alternative<WebhookFacts>(result)) << type;
        EXPECT_TRUE(std::get<WebhookFacts>(result).confirm_by_fetch) << type;
        EXPECT_EQ(std::get<WebhookFacts>(result).facts.at(0).reference, "pi_1") << type;
    }
}

Value dispute(std::string_view status)
{
    return {{"id", "dp_1"},      {"object", "dispute"}, {"payment_intent", "pi_1"}, {"amount", 12'500'000},
            {"currency", "idr"}, {"status", status},    {"reason", "fraudulent"},   {"livemode", false}};
}

TEST(Events, a_dispute_takes_money_until_it_is_won)
{
    const auto begun = fact("charge.dispute.created", dispute("needs_response"));
    EXPECT_EQ(begun.kind, FactKind::disputed);
    EXPECT_EQ(begun.key, "disputed:dp_1");
    EXPECT_EQ(begun.amount, Money{125'000});
    EXPECT_EQ(begun.reference, "pi_1");
    EXPECT_EQ(of_dispute(dispute("under_review"), "").size(), 1u);
    const auto won = of_dispute(dispute("won"), ""), lost = of_dispute(dispute("lost"), "");
    ASSERT_EQ(won.size(), 2u);
    EXPECT_EQ(won[0].key, begun.key);
    EXPECT_EQ(won[1].kind, FactKind::dispute_closed);
    EXPECT_EQ(won[1].amount, Money{125'000});
    EXPECT_TRUE(lost.at(1).amount.is_zero());
}

TEST(Events, an_inquiry_takes_no_money)
{
    EXPECT_TRUE(fact("charge.dispute.created", dispute("warning_needs_response")).amount.is_zero());
    const auto closed = of_dispute(dispute("warning_closed"), "");
    ASSERT_EQ(closed.size(), 2u);
    EXPECT_TRUE(closed[0].amount.is_zero() && closed[1].amount.is_zero());
    EXPECT_NE(closed[0].key, of_dispute(dispute("needs_response"), "")[0].key);
}

TEST(Events, what_says_nothing_is_passed_over)
{
    EXPECT_TRUE(is_ignored(read("customer.created", Value{{"id", "cus_1"}})));
    EXPECT_TRUE(is_ignored(read("checkout.session.completed", Value::map())));
    auto other = session("complete", "paid");
    other.set("client_reference_id", nullptr).set("metadata", Value::map());
    EXPECT_TRUE(is_ignored(read("checkout.session.completed", other))) << "another thing this account sells";
    for (const auto* body : {"", "[]", "null", "{", R"({"object":"event"})", R"({"object":"list","id":"x"})"})
        EXPECT_TRUE(is_ignored(read_event(body))) << body;
}

TEST(Events, every_needed_event_is_understood)
{
    for (const auto type : needed_events()) {
        auto object = type.starts_with("charge.dispute.") ? dispute("needs_response") : session("complete", "unpaid");
        if (type == "checkout.session.expired") object = session("expired", "unpaid");
        if (type.starts_with("payment_intent."))
            object.set("last_payment_error", Value{{"code", "card_declined"}, {"charge", "ch_1"}});
        EXPECT_FALSE(is_ignored(read(type, object))) << type;
    }
}

Value refund(std::string_view id, int created, int amount, std::string_view status, std::string_view key = {})
{
    Value made{{"id", id}, {"created", created}, {"amount", amount}, {"currency", "idr"}, {"status", status}};
    made.set("metadata", key.empty() ? Value::map() : Value{{"refund_key", key}});
    return made;
}

TEST(Refunds, are_told_as_growing_totals)
{
    const auto list =
        Value::list({refund("re_2", 2, 5'000'000, "succeeded", "R2"), refund("re_1", 1, 2'500'000, "succeeded")});
    const auto facts = of_refunds(list, Value{{"id", "pi_1"}, {"livemode", true}}, "HR-1-abc", {});
    ASSERT_EQ(facts.size(), 2u);
    EXPECT_EQ(facts[0].amount, Money{25'000});
    EXPECT_EQ(facts[1].amount, Money{75'000});
    EXPECT_EQ(facts[1].refund_key, "R2");
    EXPECT_EQ(facts[1].reference, "re_2");
    EXPECT_TRUE(facts[0].live);
    EXPECT_NE(facts[0].key, facts[1].key);
}

TEST(Refunds, that_are_on_their_way_do_not_count_and_failed_ones_come_back)
{
    const auto list =
        Value::list({refund("re_1", 1, 1'000'000, "pending", "R1"), refund("re_2", 2, 2'000'000, "failed", "R2"),
                     refund("re_3", 3, 3'000'000, "failed"), refund("re_4", 4, 4'000'000, "canceled")});
    const auto facts = of_refunds(list, Value{{"id", "pi_1"}}, "HR-1-abc", {"pi_1", "re_4"});
    ASSERT_EQ(facts.size(), 2u) << "re_3 was never counted, so nothing comes back";
    EXPECT_EQ(facts[0].kind, FactKind::refund_failed);
    EXPECT_EQ(facts[0].refund_key, "R2");
    EXPECT_EQ(facts[0].amount, Money{20'000});
    EXPECT_EQ(facts[1].key, "refund_failed:re_4");
}

TEST(Sessions, tell_how_it_was_paid_when_the_charge_is_there)
{
    auto paid = session("complete", "paid");
    Value charge{{"id", "ch_1"}, {"created", 1'700'000'100}};
    charge.set("payment_method_details",
               Value{{"type", "card"}, {"card", Value{{"brand", "visa"}, {"last4", "4242"}}}});
    paid.set("payment_intent", Value{{"id", "pi_1"}, {"latest_charge", charge}});
    const auto facts = of_session(paid);
    ASSERT_EQ(facts.size(), 1u);
    EXPECT_EQ(facts[0].method, "Visa •••• 4242");
    EXPECT_EQ(facts[0].key, "capture:pi_1");
    EXPECT_EQ(facts[0].at, Time{std::chrono::seconds{1'700'000'100}});
}

TEST(Sessions, of_another_currency_or_with_sen_say_so)
{
    auto paid = session("complete", "paid");
    paid.set("currency", "usd");
    EXPECT_EQ(of_session(paid).at(0).amount.currency(), "USD");
    paid.set("currency", "idr").set("amount_total", 12'500'050);
    EXPECT_EQ(of_session(paid).at(0).amount, Money{125'000});
    EXPECT_NE(of_session(paid).at(0).note, "");
}

} // namespace
} // namespace hurtrock::stripe
