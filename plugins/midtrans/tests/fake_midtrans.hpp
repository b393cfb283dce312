#pragma once
/// Midtrans behind a FakeHttpClient: orders, hosted pages, refunds and signed notifications, in memory.

#include "signature.hpp"
#include "status.hpp"

#include <hurtrock/crypto.hpp>
#include <hurtrock/ids.hpp>
#include <hurtrock/json.hpp>
#include <hurtrock/testing/fake_http.hpp>
#include <hurtrock/testing/payment_conformance.hpp>

#include <deque>
#include <map>

namespace hurtrock::midtrans {

inline constexpr const char* test_server_key = "SB-Mid-server-HURTROCK-TEST-01";

struct FakeTransaction {
    std::string id, type{"credit_card"}, state{"settlement"}, fraud{"accept"};
    std::int64_t gross{0};
    Value extra{Value::map()};
    Value refunds{Value::list()};
};

class FakeMidtrans : public kit::GatewayFake {
public:
    explicit FakeMidtrans(std::string server_key = test_server_key) : key_{std::move(server_key)}
    {
        for (const auto method : {Method::get, Method::post})
            for (const auto* base : {"https://app.sandbox.midtrans.com/*", "https://api.sandbox.midtrans.com/*"})
                http.on(method, base).then([this](const HttpRequest& request) { return answer(request); });
    }

    bool pay(const std::string& order) override { return happen(order, "settlement"); }
    bool fail(const std::string& order) override { return happen(order, "deny"); }
    bool expire(const std::string& order) override { return happen(order, "expire"); }
    bool refund_by_hand(const std::string& order, Money amount) override
    {
        give_back(order, amount.units(), "dashboard-" + std::to_string(transactions[order].refunds.size()));
        return true;
    }
    std::optional<kit::SentWebhook> next_webhook() override
    {
        if (unsent_.empty()) return std::nullopt;
        auto sent = std::move(unsent_.front());
        unsent_.pop_front();
        return sent;
    }
    bool refuse_calls(bool refuse) override
    {
        refusing_ = refuse;
        return true;
    }
    bool lose_next_answer() override
    {
        lose_next_ = true;
        return true;
    }
    int begun(const std::string& order) override
    {
        return pages.count(order) ? 1 : static_cast<int>(transactions.count(order));
    }
    Money refunded(const std::string& order) override
    {
        std::int64_t sum = 0;
        for (const auto& refund : transactions[order].refunds.items())
            sum += rupiah_in(refund["refund_amount"].text()).value_or(0);
        return Money{sum};
    }
    Time now() override { return clock ? clock() : Time{}; }

    bool happen(const std::string& order, std::string_view state)
    {
        const auto page = pages.find(order);
        if (page == pages.end() && !transactions.count(order)) return false;
        auto& transaction = transactions[order];
        if (transaction.id.empty()) transaction.id = make_public_id();
        if (transaction.gross == 0) transaction.gross = page->second["transaction_details"]["gross_amount"].integer();
        transaction.state = state;
        notify(order);
        return true;
    }
    void notify(const std::string& order)
    {
        auto body = body_of(order);
        body.set("signature_key", signature_of(order, body["status_code"].text(), body["gross_amount"].text(), key_));
        unsent_.push_back({to_json(body), {{"Content-Type", "application/json"}}});
    }
    Value body_of(const std::string& order)
    {
        const auto& transaction = transactions[order];
        const bool open = transaction.state == "pending" || transaction.fraud == "challenge";
        const auto code = transaction.state == "expire" ? "407"
                          : transaction.state == "deny" ? "202"
                          : open                        ? "201"
                                                        : "200";
        Value body{{"status_code", code},
                   {"transaction_id", transaction.id},
                   {"order_id", order},
                   {"gross_amount", std::to_string(transaction.gross) + ".00"},
                   {"currency", "IDR"},
                   {"payment_type", transaction.type},
                   {"transaction_status", transaction.state},
                   {"fraud_status", transaction.fraud},
                   {"transaction_time", time_text(now()).substr(0, 19)}};
        if (!transaction.refunds.empty()) body.set("refunds", transaction.refunds);
        if (transaction.state == "settlement" || !transaction.refunds.empty())
            body.set("settlement_time", time_text(now()).substr(0, 19));
        return body.merge(transaction.extra);
    }
    void give_back(const std::string& order, std::int64_t amount, const std::string& key)
    {
        auto& transaction = transactions[order];
        transaction.refunds.push({{"refund_key", key}, {"refund_amount", std::to_string(amount) + ".00"}});
        transaction.state = refunded(order).units() < transaction.gross ? "partial_refund" : "refund";
    }

    testing::FakeHttpClient http;
    std::map<std::string, FakeTransaction> transactions;
    /// The body of the newest request for a page, by order.
    std::map<std::string, Value> pages;
    std::function<Time()> clock;
    int refunds_asked{0}, cancels_asked{0};

private:
    static HttpAnswer made(int status, const Value& body)
    {
        HttpAnswer answer;
        answer.status = status;
        answer.sent = true;
        answer.body = to_json(body);
        return answer;
    }
    static HttpAnswer failed(CallFailure failure)
    {
        HttpAnswer answer;
        answer.failure = failure;
        answer.reason = "scripted";
        answer.sent = failure != CallFailure::refused;
        return answer;
    }
    static Value error(const char* code, const char* message)
    {
        return {{"status_code", code}, {"status_message", message}};
    }

    HttpAnswer answer(const HttpRequest& request)
    {
        if (refusing_) return failed(CallFailure::refused);
        auto answer = act(request);
        if (!lose_next_) return answer;
        lose_next_ = false;
        return failed(CallFailure::timeout_read);
    }
    HttpAnswer act(const HttpRequest& request)
    {
        bool authorized = false;
        for (const auto& [name, value] : request.headers)
            authorized = authorized || (name == "Authorization" && value == "Basic " + to_base64(key_ + ":"));
        const auto path = request.url.substr(request.url.find(".com/") + 4);
        const auto body = from_json(request.body.empty() ? "{}" : request.body).value();
        if (path.starts_with("/snap/v1/transactions")) return page(path, body, authorized);
        if (!authorized) return made(401, error("401", "Unknown Merchant server_key/id"));
        if (path == "/v2/charge") return charge(body);
        const auto slash = path.find('/', 4);
        return order(path.substr(4, slash - 4), path.substr(slash + 1), body);
    }
    HttpAnswer page(const std::string& path, const Value& body, bool authorized)
    {
        if (!authorized)
            return made(401, {{"error_messages", Value::list({"Access denied due to unauthorized transaction"})}});
        if (path.ends_with("/cancel")) return made(200, {{"canceled_at", "2026-11-21T03:09:39.776Z"}});
        const std::string id{body["transaction_details"]["order_id"].text()};
        std::int64_t sum = 0;
        for (const auto& item : body["item_details"].items())
            sum += item["price"].integer() * item["quantity"].integer();
        if (id.empty() || sum != body["transaction_details"]["gross_amount"].integer())
            return made(400,
                        {{"error_messages",
                          Value::list({"transaction_details.gross_amount is not equal to the sum of item_details"})}});
        if (transactions.count(id))
            return made(400,
                        {{"error_messages", Value::list({"transaction_details.order_id has already been taken"})}});
        pages[id] = body;
        const auto token = make_public_id();
        return made(
            201, {{"token", token}, {"redirect_url", "https://app.sandbox.midtrans.com/snap/v4/redirection/" + token}});
    }
    HttpAnswer charge(const Value& body)
    {
        const std::string id{body["transaction_details"]["order_id"].text()};
        if (transactions.count(id))
            return made(200, error("406", "The request could not be completed due to a conflict"));
        FakeTransaction transaction{
            .id = make_public_id(), .type = std::string{body["payment_type"].text()}, .state = "pending"};
        transaction.gross = body["transaction_details"]["gross_amount"].integer();
        if (transaction.type == "bank_transfer")
            transaction.extra.set("va_numbers", Value::list({{{"bank", body["bank_transfer"]["bank"]},
                                                              {"va_number", "812785002530231"}}}));
        transactions[id] = transaction;
        auto answer = body_of(id);
        if (transaction.type == "qris") answer.set("qr_string", "00020101021226620014COM.GO-JEK.WWW");
        return made(200, answer);
    }
    HttpAnswer order(const std::string& id, const std::string& verb, const Value& body)
    {
        if (!transactions.count(id)) return made(404, error("404", "Transaction doesn't exist."));
        auto& transaction = transactions[id];
        if (verb == "status") return made(200, body_of(id));
        if (verb == "refund") return refund(id, body);
        ++cancels_asked;
        const bool open = transaction.state == "pending" || transaction.state == "capture";
        if (!open) return made(200, error("412", "Merchant cannot modify the status of the transaction"));
        if (transaction.state == "capture") transaction.extra.set("approval_code", "1234567890");
        transaction.state = verb == "expire" ? "expire" : "cancel";
        return made(200, body_of(id));
    }
    HttpAnswer refund(const std::string& id, const Value& body)
    {
        ++refunds_asked;
        auto& transaction = transactions[id];
        const auto amount = body["amount"].integer();
        if (refunded(id).units() + amount > transaction.gross) return made(200, error("412", "Refund amount exceeds"));
        give_back(id, amount, std::string{body["refund_key"].text()});
        auto answer = body_of(id);
        answer.set("status_code", "200");
        answer.set("refund_chargeback_id", transaction.refunds.size());
        return made(200, answer);
    }

    std::string key_;
    std::deque<kit::SentWebhook> unsent_;
    bool refusing_{false}, lose_next_{false};
};

} // namespace hurtrock::midtrans
