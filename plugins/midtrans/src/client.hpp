#pragma once
/// Calls to Midtrans, and what an answer says about the call. Called without an open transaction, from any thread.

#include "config.hpp"

#include <hurtrock/http_client.hpp>

namespace hurtrock::midtrans {

struct Answer {
    /// ok: acted on. missing: Midtrans knows no such transaction. refused: it will not, `message` says why. keys: it
    /// does not take the server key. lost: no whole answer, or one that asks to come again.
    enum class Kind { ok, missing, refused, keys, lost } kind{Kind::lost};
    /// status_code of the body, else the HTTP status; 0 without an answer.
    int code{0};
    Value body{};
    /// In English, for the owner and the log.
    std::string message{};
    /// Midtrans may have acted on it.
    bool may_have_arrived{false};
};

/// What an answer says, by the rules of the documentation, "Code 2xx" to "Code 5xx": the body's own status_code counts,
/// and 407 tells of an expired transaction, which is no error.
Answer read_answer(const HttpAnswer& answer);

class Client {
public:
    Client(HttpClient& http, Config config) : http_{http}, config_{std::move(config)} {}

    /// `notify` overrides the dashboard's notification URL; empty leaves it.
    Answer create_page(const Value& body, std::string_view idempotency_key, std::string_view notify);
    Answer charge(const Value& body, std::string_view idempotency_key, std::string_view notify);
    Answer status(std::string_view order_id);
    /// `verb` is "cancel" or "expire".
    Answer end(std::string_view order_id, std::string_view verb);
    /// The hosted page takes nothing more.
    Answer close_page(std::string_view token);
    Answer refund(std::string_view order_id, const Value& body);
    /// One try, to see whether the page's side takes the key: a body that it must refuse.
    Answer probe_pages();

    const Config& config() const noexcept { return config_; }
    /// Calls are failing, and none is made for a while.
    bool is_failing() const;

private:
    Answer send(HttpCall& call, int attempts);
    Answer post(const std::string& url, const Value& body, std::string_view idempotency_key, std::string_view notify,
                int attempts);
    std::string order_url(std::string_view order_id, std::string_view verb) const;

    HttpClient& http_;
    Config config_;
};

} // namespace hurtrock::midtrans
