#pragma once
/// The courier's API as a test wants it: no network, what was asked is kept.

#include <hurtrock/http_client.hpp>
#include <hurtrock/json.hpp>

namespace hurtrock::sample_courier {

class FakeCourier final : public HttpClient {
public:
    HttpAnswer send(const HttpRequest& request) override
    {
        asked.push_back(request);
        HttpAnswer answer;
        answer.status = status;
        answer.sent = true;
        answer.body = to_json({{"rates", Value::list({{{"service", "reg"}, {"name", "Regular"}, {"price", 12'000}, {"days_min", 2}, {"days_max", 3}}})}});
        return answer;
    }
    HostState state(std::string_view) const override { return {}; }

    int status{200};
    std::vector<HttpRequest> asked{};
};

} // namespace hurtrock::sample_courier
