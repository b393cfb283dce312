#include "admin_pages.hpp"

#include <hurtrock/ids.hpp>

namespace hurtrock::midtrans {
namespace {

using Kind = Answer::Kind;

Finding good(std::string code, Value arguments = {}) { return {true, std::move(code), std::move(arguments)}; }
Finding bad(std::string code, Value arguments = {}) { return {false, std::move(code), std::move(arguments)}; }

/// `expected` is the answer that Midtrans gives to a key it takes.
Finding judged(const Answer& answer, Kind expected, const char* side, const Config& config)
{
    if (answer.kind == expected || answer.kind == Kind::ok) return good("midtrans.test_" + std::string{side} + "_good");
    if (answer.kind == Kind::keys)
        return bad(config.production ? "midtrans.test_key_production" : "midtrans.test_key_sandbox",
                   {{"answer", answer.message}});
    return bad("midtrans.test_" + std::string{side} + "_lost", {{"answer", answer.message}});
}

} // namespace

std::vector<Finding> test_connection(Client& client)
{
    const auto& config = client.config();
    std::vector<Finding> findings;
    if (const auto trouble = key_trouble(config); !trouble.empty())
        return {bad("midtrans.test_keys", {{"trouble", trouble}})};
    findings.push_back(judged(client.status("connection-test-" + make_public_id()), Kind::missing, "api", config));
    if (findings.back().good) findings.push_back(judged(client.probe_pages(), Kind::refused, "snap", config));
    return findings;
}

Value AdminPages::below_settings(const Request& request, const Value& context)
{
    if (context["plugin"].text() != "midtrans" || !request.visitor().can("midtrans.connection.test")) return {};
    const auto address = host_.absolute_url("id", "/webhooks/midtrans");
    return {{"notification_url", address},
            {"reachable", address.starts_with("https://")},
            {"test_url", request.url_for("/admin/midtrans/test")}};
}

Response AdminPages::test(const Request& request)
{
    Client client{host_.http_client(), read_config(host_.settings())};
    auto rows = Value::list();
    bool all = true;
    for (const auto& finding : test_connection(client)) {
        all = all && finding.good;
        auto arguments = finding.arguments;
        if (arguments.has("trouble")) arguments.set("trouble", request.translate(arguments["trouble"].text()));
        rows.push({{"good", finding.good}, {"text", request.translate(finding.code, arguments)}});
    }
    return page("midtrans/admin/test.html", {{"findings", std::move(rows)},
                                             {"good", all},
                                             {"production", client.config().production},
                                             {"test_url", request.url_for("/admin/midtrans/test")},
                                             {"settings_url", request.url_for("/admin/plugins/midtrans/settings")}});
}

} // namespace hurtrock::midtrans
