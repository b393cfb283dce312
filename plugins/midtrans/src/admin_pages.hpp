#pragma once
/// What stands below the plugin's settings: where Midtrans has to send notifications, and the connection test.

#include "client.hpp"

#include <hurtrock/plugin.hpp>

namespace hurtrock::midtrans {

/// One line of the test: what was tried and what came of it.
struct Finding {
    bool good{false};
    /// A key of the locale files, and its arguments.
    std::string code;
    Value arguments{};
};

/// Calls both sides of Midtrans; nothing is begun there. The first thing that is wrong ends it.
std::vector<Finding> test_connection(Client& client);

class AdminPages {
public:
    explicit AdminPages(Host& host) : host_{host} {}

    /// For the slot below the settings form; null on another plugin's page.
    Value below_settings(const Request& request, const Value& context);
    Response test(const Request& request);

private:
    Host& host_;
};

} // namespace hurtrock::midtrans
