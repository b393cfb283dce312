/// Calls another server in every way that is allowed, and in those that are not.
#include <hurtrock/sdk.hpp>

using namespace hurtrock;
using namespace std::chrono_literals;

class CallsOut final : public Plugin {
    void start(Host& host) override
    {
        auto& routes = host.routes();
        routes.get("/calls/out", [&host](const Request&) { return told(call(host, host.settings().text("base_url"))); },
                   {.pool = Pool::outbound});
        routes.get("/calls/elsewhere",
                   [&host](const Request&) { return told(call(host, "https://elsewhere.example")); },
                   {.pool = Pool::outbound});
        routes.get("/calls/from-a-page",
                   [&host](const Request&) { return told(call(host, host.settings().text("base_url"))); });
        routes.get("/calls/in-a-transaction", [&host](const Request&) { return in_transaction(host); },
                   {.pool = Pool::outbound});
        routes.get("/calls/state", [&host](const Request&) {
            const auto state = host.http_client().state(host.settings().text("base_url"));
            return json(Value{{"open", state.circuit == Circuit::open}, {"failures", state.failures_in_a_row}});
        });
        host.admin().action({.label = "Call somebody",
                             .path = "/calls/out",
                             .keywords = "ring phone",
                             .permission = "calls-out.things.edit"});
    }

    static HttpAnswer call(Host& host, const std::string& base)
    {
        return host.http_client()
            .get(base + "/hello")
            .bearer(host.settings().secret("secret_key"))
            .timeout(2s, 8s)
            .send();
    }

    static Response told(const HttpAnswer& answer)
    {
        return json(Value{{"status", answer.status},
                          {"failure", name_of(answer.failure)},
                          {"reason", answer.reason},
                          {"body", answer.body}});
    }

    static Response in_transaction(Host& host)
    {
        std::optional<HttpAnswer> answer;
        (void)host.database().transaction("calls-out.wrong", [&](Transaction&) -> Result<Done> {
            answer = call(host, host.settings().text("base_url"));
            return Done{};
        });
        return told(*answer);
    }
};

HURTROCK_PLUGIN(CallsOut)
