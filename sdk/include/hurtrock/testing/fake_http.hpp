#pragma once
/// FakeHttpClient: an HttpClient for tests. Answers from a script, keeps what was asked, and never touches the network.
///
///     FakeHttpClient http;
///     http.on(Method::post, "https://api.example.com/v1/charges").answer(201, R"({"id":"ch_1"})");
///     http.on(Method::get, "https://api.example.com/v1/charges/*").fail(CallFailure::timeout_read);
///     service.charge(http);
///     EXPECT_EQ(http.calls().at(0).idempotency_key, "attempt-1");
///
/// Thread-safe, apart from `on` and `answer`, which come before the calls.

#include <hurtrock/http_client.hpp>
#include <hurtrock/json.hpp>
#include <hurtrock/redact.hpp>

#include <deque>
#include <map>
#include <mutex>

namespace hurtrock::testing {

class FakeHttpClient final : public HttpClient {
public:
    class Script {
    public:
        /// Each call takes the next step; the last one stays.
        Script& answer(int status, std::string body = {}, HttpHeaders headers = {})
        {
            HttpAnswer step;
            step.status = status;
            step.body = std::move(body);
            step.headers = std::move(headers);
            step.sent = true;
            return then([step](const HttpRequest&) { return step; });
        }
        Script& answer_json(int status, const Value& value)
        {
            return answer(status, to_json(value), {{"Content-Type", "application/json"}});
        }
        Script& fail(CallFailure failure)
        {
            HttpAnswer step;
            step.failure = failure;
            step.reason = "scripted: " + std::string{name_of(failure)};
            step.sent = failure == CallFailure::timeout_read || failure == CallFailure::broken ||
                        failure == CallFailure::too_large;
            return then([step](const HttpRequest&) { return step; });
        }
        /// Decides from the request.
        Script& then(std::function<HttpAnswer(const HttpRequest&)> step)
        {
            steps_.push_back(std::move(step));
            return *this;
        }

    private:
        friend class FakeHttpClient;
        HttpAnswer next(const HttpRequest& request)
        {
            if (steps_.empty()) return {};
            const auto step = steps_.front();
            if (steps_.size() > 1) steps_.pop_front();
            return step(request);
        }
        Method method_{Method::get};
        std::string url_{};
        std::deque<std::function<HttpAnswer(const HttpRequest&)>> steps_{};
    };

    /// A '*' at the end stands for any rest. What was scripted last is looked at first. Valid while this lives.
    Script& on(Method method, std::string url)
    {
        scripts_.emplace_front();
        scripts_.front().method_ = method;
        scripts_.front().url_ = std::move(url);
        return scripts_.front();
    }
    void set_state(std::string host, HostState state)
    {
        const std::lock_guard lock{mutex_};
        states_[std::move(host)] = std::move(state);
    }

    /// Every request so far, also those nothing was scripted for.
    std::vector<HttpRequest> calls() const
    {
        const std::lock_guard lock{mutex_};
        return calls_;
    }
    std::size_t count(Method method, std::string_view url) const
    {
        std::size_t found = 0;
        for (const auto& call : calls())
            found += call.method == method && fits(url, call.url) ? 1 : 0;
        return found;
    }

    /// Nothing scripted: the failure not_declared, as the host answers for an address the manifest does not name.
    /// Retries once for each further attempt the rule allows when the answer is a failure of the network or 500 and
    /// more, without pauses.
    HttpAnswer send(const HttpRequest& request) override
    {
        for (int attempt = 1;; ++attempt) {
            auto answer = answer_to(request);
            answer.attempts = answer.failure == CallFailure::not_declared ? 0 : attempt;
            tell(request, answer, attempt);
            const bool passing = answer.failure == CallFailure::none ? answer.status >= 500
                                                                     : answer.failure != CallFailure::not_declared;
            const bool repeatable = request.method == Method::get || !request.idempotency_key.empty();
            if (!passing || !repeatable || attempt >= request.retry.attempts) return answer;
        }
    }
    HostState state(std::string_view host_or_url) const override
    {
        const std::lock_guard lock{mutex_};
        for (const auto& [host, state] : states_)
            if (host_or_url.find(host) != std::string_view::npos) return state;
        return {};
    }

private:
    static bool fits(std::string_view pattern, std::string_view url)
    {
        if (!pattern.ends_with('*')) return pattern == url;
        pattern.remove_suffix(1);
        return url.starts_with(pattern);
    }
    HttpAnswer answer_to(const HttpRequest& request)
    {
        const std::lock_guard lock{mutex_};
        calls_.push_back(request);
        for (auto& script : scripts_)
            if (script.method_ == request.method && fits(script.url_, request.url)) return script.next(request);
        HttpAnswer answer;
        answer.failure = CallFailure::not_declared;
        answer.reason = "nothing is scripted for " + request.url;
        return answer;
    }
    static void tell(const HttpRequest& request, const HttpAnswer& answer, int attempt)
    {
        Exchange exchange;
        exchange.url = redacted(request.url, request.hidden);
        exchange.request = redacted(request.body, request.hidden);
        exchange.answer = redacted(answer.body, request.hidden);
        exchange.status = answer.status;
        exchange.failure = answer.failure;
        exchange.attempt = attempt;
        ExchangeScope::tell(exchange, request.on_exchange);
    }

    mutable std::mutex mutex_;
    std::deque<Script> scripts_;
    std::map<std::string, HostState> states_;
    std::vector<HttpRequest> calls_;
};

} // namespace hurtrock::testing
