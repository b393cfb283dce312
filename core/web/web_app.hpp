#pragma once
/// From a request of the transport to its answer.
///
/// On the io thread: health, assets and media, which need no database. On the pool that the route asks for: everything else, in this order:
/// target and form, visitor, route, access, forgery, rate, handler (through the guard), response. A full queue answers 503
/// with Retry-After at once; nothing of such a request was attempted.

#include "rate_rules.hpp"
#include "responder.hpp"

#include "core/http/exchange.hpp"
#include "core/http/options.hpp"
#include "core/http/worker_pool.hpp"

namespace hurtrock::web {

/// The threads that answer; each pool is bounded.
struct Pools {
    http::WorkerPool& pages;
    /// Handlers that wait for other servers.
    http::WorkerPool& outbound;
    /// Handlers that check passwords.
    http::WorkerPool& logins;
};

class WebApp {
public:
    struct Probes {
        /// Throws when the shop cannot serve (no database).
        std::function<void()> ready;
        /// Prometheus text.
        std::function<std::string()> metrics;
    };
    WebApp(const WebServices& services, Pools pools, Probes probes);

    /// The transport's handler: never blocks.
    void handle(http::Exchange exchange);
    /// How much body the request's route accepts.
    std::size_t body_limit(const http::Request& head) const;
    http::Response transport_error(int status, std::string_view reason) const;
    /// The whole way of a request, on this thread. For tests, which have no transport.
    http::Response answer_here(const http::Request& raw);

private:
    std::optional<http::Response> kept_page(const http::Request& raw) const;
    void keep(std::string key, std::vector<std::string> tags, PageCache::Moment begun, const RequestHost& request, const http::Response& written) const;
    std::optional<plugins::RouteMatch> match_of(const http::Request& head, const plugins::Registry& registry) const;
    bool post(Pool pool, std::function<void()> job);
    Pool pool_of(const http::Request& head) const;
    std::optional<http::Response> answer_at_once(const http::Request& request);
    std::optional<http::Response> answer_of_core(const http::Request& raw, std::string_view path) const;
    http::Response answer(const http::Request& raw);
    Response dispatch(RequestHost& request, const plugins::Registry& registry, std::string& owner);
    std::optional<Response> refuse(RequestHost& request, const plugins::RouteMatch& match);
    http::Response ready() const;

    const WebServices& services_;
    const Pools pools_;
    const Probes probes_;
    Responder responder_;
    RateBuckets rates_;
};

} // namespace hurtrock::web
