#pragma once
/// The hosted page, with a button for each way a payment can go, and the sender of webhooks.

#include "provider.hpp"

namespace hurtrock::payment_simulator {

inline constexpr const char* deliver_job = "payment_simulator.deliver";

class Pages {
public:
    explicit Pages(Host& host) : host_{host} {}

    Response show(const Request& request);
    Response act(const Request& request);
    /// The job: sends one event's webhook, signed, to the shop. A Problem is tried again, as gateways do.
    Result<Done> deliver(const Value& payload);

private:
    Result<Done> happen(Transaction& tx, const Session& session, std::string_view action);
    void happened(Transaction& tx, const Session& session, std::string_view kind, bool told,
                  std::chrono::seconds delay = {});

    Host& host_;
};

} // namespace hurtrock::payment_simulator
