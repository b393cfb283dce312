#include "web_app.hpp"

#include "forgery.hpp"
#include "https.hpp"
#include "page_key.hpp"
#include "static_files.hpp"

#include "sdk/src/response_content.hpp"

#include "core/auth/password_pool.hpp"
#include "core/db/errors.hpp"
#include "core/db/statistics.hpp"
#include "core/http/conditional.hpp"
#include "core/http/head_rules.hpp"
#include "core/log/log.hpp"
#include "core/net/page_thread.hpp"
#include "core/plugins/guard.hpp"

#include <hurtrock/services.hpp>

#include <algorithm>

namespace hurtrock::web {
namespace {

bool changes_something(Method method)
{
    return method != Method::get && method != Method::head && method != Method::options;
}

bool is_read(const http::Request& request) { return request.method == "GET" || request.method == "HEAD"; }

/// 308 keeps method and body: a form that went out by http arrives by https.
Response to_https(const std::string& address)
{
    return text("This site is read by https.\n").status(308).header("Location", address).header("Cache-Control", "no-store");
}

/// Where a visitor goes to sign in, with the way back.
Response login_first(const RequestHost& request, std::string_view page)
{
    const bool can_return = request.method() == Method::get;
    return redirect(std::string{page} + (can_return ? "?next=" + http::percent_encode(request.local_target()) : ""));
}

/// Too much at once; what was asked was not attempted, or was rolled back.
Response busy() { return problem({.code = "core.busy", .status = 503}).header("Retry-After", "2"); }

Response wrong_method(const std::vector<Method>& allowed, bool asked)
{
    std::string list = "OPTIONS";
    for (const auto method : allowed) {
        list += ", " + std::string{plugins::name_of(method)};
        if (method == Method::get) list += ", HEAD";
    }
    if (asked) return text("").status(204).header("Allow", list);
    return problem({.code = "core.method_not_allowed", .status = 405}).header("Allow", list);
}

void write_access_log(const http::Request& raw, const RequestHost& request, const http::Response& response, const std::string& owner,
                      std::uint64_t statements)
{
    const auto took = std::chrono::steady_clock::now() - raw.received;
    log::write(response.status >= 500 ? log::Level::error : log::Level::info, "http", raw.method + " " + std::string{request.path()},
               {{"status", response.status},
                {"ms", static_cast<double>(std::chrono::duration_cast<std::chrono::microseconds>(took).count()) / 1000.0},
                {"queries", statements},
                {"plugin", owner},
                {"address", request.client().address}});
}

} // namespace

WebApp::WebApp(const WebServices& services, Pools pools, Probes probes)
    : services_{services}, pools_{pools}, probes_{std::move(probes)}, responder_{services}
{
}

void WebApp::handle(http::Exchange exchange)
{
    if (auto answered = answer_at_once(exchange.request())) return exchange.answer(std::move(*answered));
    auto shared = std::make_shared<http::Exchange>(std::move(exchange));
    if (post(pool_of(shared->request()), [this, shared] { shared->answer(answer(shared->request())); })) return;
    auto busy = responder_.plain_error(503, "Busy, try again in a moment", "");
    busy.headers.emplace_back("Retry-After", "2");
    shared->answer(std::move(busy));
}

bool WebApp::post(Pool pool, std::function<void()> job)
{
    if (pool == Pool::outbound) return pools_.outbound.try_post(std::move(job));
    auto& threads = pool == Pool::logins ? pools_.logins : pools_.pages;
    return threads.try_post([job = std::move(job)] {
        const net::PageThread mark;
        job();
    });
}

std::optional<http::Response> WebApp::answer_at_once(const http::Request& request)
{
    const auto path = http::split_target(request.target).path;
    if (path == "/healthz") return is_read(request) ? http::make_response(200, "text/plain; charset=utf-8", "ok\n") : only_read(request);
    if (path.starts_with("/assets/")) return asset_response(services_.assets, request, path);
    if (path.starts_with("/media/")) return media_response(services_.media_file, request, path);
    return kept_page(request);
}

http::Response WebApp::answer_here(const http::Request& raw)
{
    auto at_once = answer_at_once(raw);
    return at_once ? std::move(*at_once) : answer(raw);
}

std::optional<http::Response> WebApp::kept_page(const http::Request& raw) const
{
    const auto key = page_key(services_, raw);
    auto page = key ? services_.pages.find(*key, std::chrono::steady_clock::now()) : std::nullopt;
    if (!page) return std::nullopt;
    const auto tag = std::find_if(page->headers.begin(), page->headers.end(), [](const auto& header) { return header.first == "ETag"; });
    if (tag != page->headers.end() && http::is_not_modified(raw, {tag->second, std::nullopt})) {
        page->status = 304;
        page->body.reset();
        std::erase_if(page->headers, [](const auto& header) { return header.first == "Content-Type" || header.first == "Content-Encoding"; });
    }
    return page;
}

/// What the handler offered to all, and nothing on the page took back.
void WebApp::keep(std::string key, std::vector<std::string> tags, PageCache::Moment begun, const RequestHost& request, const http::Response& written) const
{
    if (request.method() != Method::get || request.is_private() || !may_be_kept(written)) return;
    auto page = written;
    std::erase_if(page.headers, [](const auto& header) { return header.first == "X-Request-Id"; });
    tags.insert(tags.end(), request.dependencies().begin(), request.dependencies().end());
    services_.pages.store(std::move(key), tags, begun, std::move(page), std::chrono::steady_clock::now());
}

http::Response WebApp::answer(const http::Request& raw)
{
    const auto method = plugins::method_named(raw.method);
    if (!method) return responder_.plain_error(501, "Not implemented", "");
    try {
        if (auto own = answer_of_core(raw, http::split_target(raw.target).path)) return std::move(*own);

        const db::QueryCounter statements;
        const auto began = std::chrono::steady_clock::now();
        const auto begun = services_.pages.now(); // before anything the page depends on is read
        auto key = page_key(services_, raw);
        const auto registry = services_.registry.get();
        RequestHost request{services_, raw, *method};
        const log::RequestScope scope{request.id()};
        std::string owner = "core";
        auto response = dispatch(request, *registry, owner);
        if (!key) request.keep_private();
        auto tags = response.content().cacheable ? std::optional{response.content().cache_tags} : std::nullopt;
        // Data that depends on nothing named cannot be kept.
        if (tags && tags->empty() && request.dependencies().empty() && statements.count() > 0) request.keep_private();
        auto written = responder_.write(request, *registry, owner, std::move(response));
        if (key && tags) keep(std::move(*key), std::move(*tags), begun, request, written);
        write_access_log(raw, request, written, owner, statements.count());
        auto& counters = plugins::counters_of(owner);
        counters.requests.record(std::chrono::steady_clock::now() - began);
        counters.queries.fetch_add(statements.count(), std::memory_order_relaxed);
        return written;
    } catch (const std::exception& error) {
        log::write(log::Level::error, "web", "request failed", {{"target", raw.target}, {"reason", error.what()}});
    } catch (...) {
        log::write(log::Level::error, "web", "request failed", {{"target", raw.target}});
    }
    return responder_.plain_error(500, "Something broke", "");
}

/// What is asked of the server rather than of the shop: probes, and "OPTIONS *".
std::optional<http::Response> WebApp::answer_of_core(const http::Request& raw, std::string_view path) const
{
    if (path == "*") {
        http::Response options;
        options.status = 204;
        options.headers.emplace_back("Allow", std::string{http::allowed_methods});
        return options;
    }
    if (path != "/readyz" && path != "/metrics") return std::nullopt;
    if (!is_read(raw)) return only_read(raw);
    return path == "/readyz" ? ready() : http::make_response(200, "text/plain; version=0.0.4", probes_.metrics());
}

Response WebApp::dispatch(RequestHost& request, const plugins::Registry& registry, std::string& owner)
{
    if (const auto secure = https_address(services_.https, services_.public_url, request.client(), request.raw().target)) return to_https(*secure);
    if (request.bad_target()) return problem({.code = "request.bad_target", .status = 400});
    auto match = registry.router().match(request.method(), request.path());
    if (!match) {
        const auto path = request.path();
        const bool slash_at_end = path.size() > 1 && path.ends_with('/');
        if (slash_at_end && registry.router().match(request.method(), path.substr(0, path.size() - 1)))
            return redirect_permanently(path.substr(0, path.size() - 1));
        return not_found();
    }
    if (!match->route) return wrong_method(match->allowed, request.method() == Method::options);
    owner = *match->owner;
    request.set_parameters(std::move(match->parameters));
    if (changes_something(request.method()))
        if (auto form = request.read_form(); !form) return problem(form.problem());
    if (auto refused = refuse(request, *match)) return std::move(*refused);

    try {
        return plugins::watched(owner, [&] { return match->route->handler(request); });
    } catch (const ServiceUnavailable& error) {
        log::write(log::Level::error, owner, "service missing", {{"reason", error.what()}});
        return problem({.code = "core.unavailable", .status = 503}).header("Retry-After", "30");
    } catch (const db::PoolExhausted&) {
        return busy();
    } catch (const auth::Overloaded&) {
        return busy();
    } catch (const std::exception& error) {
        log::write(log::Level::error, owner, "handler failed", {{"path", request.path()}, {"reason", error.what()}});
    } catch (...) {
        log::write(log::Level::error, owner, "handler failed", {{"path", request.path()}});
    }
    return problem({.code = "core.failed", .status = 500});
}

std::optional<Response> WebApp::refuse(RequestHost& request, const plugins::RouteMatch& match)
{
    const auto& options = match.route->options;
    const auto& visitor = request.visitor_host();
    const auto* user = visitor.user();
    if (const auto wait = rates_.take(allowances_of(*match.route, request), std::chrono::steady_clock::now()))
        return problem({.code = "core.too_many_requests", .status = 429}).header("Retry-After", std::to_string(wait->count()));
    if (options.access == Access::staff && (!user || !user->staff)) {
        if (user) return problem({.code = "core.forbidden", .status = 403});
        return request.wants_json() ? problem({.code = "core.sign_in", .status = 401}) : login_first(request, "/admin/login");
    }
    if (options.access == Access::customer && !user)
        return request.wants_json() ? problem({.code = "core.sign_in", .status = 401}) : login_first(request, "/login");
    if (!options.permission.empty() && !visitor.can(options.permission)) return problem({.code = "core.forbidden", .status = 403});
    if (options.csrf == Csrf::required && changes_something(request.method()))
        if (const auto checked = check_forgery(request, services_.csrf, services_.cors); !checked) return problem(checked.problem());
    return std::nullopt;
}

http::Response WebApp::ready() const
{
    try {
        probes_.ready();
        return http::make_response(200, "text/plain; charset=utf-8", "ready\n");
    } catch (const std::exception& error) {
        log::write(log::Level::warning, "web", "not ready", {{"reason", error.what()}});
        return http::make_response(503, "text/plain; charset=utf-8", "not ready\n");
    }
}

std::size_t WebApp::body_limit(const http::Request& head) const
{
    constexpr std::size_t default_bytes_max = 1 << 20;
    const auto registry = services_.registry.get();
    const auto match = match_of(head, *registry);
    return match && match->route ? match->route->options.body_bytes_max : default_bytes_max;
}

std::optional<plugins::RouteMatch> WebApp::match_of(const http::Request& head, const plugins::Registry& registry) const
{
    const auto method = plugins::method_named(head.method);
    const auto path = http::normalise_path(http::split_target(head.target).path);
    if (!method || !path) return std::nullopt;
    return registry.router().match(*method, path->starts_with("/en/") ? path->substr(3) : *path);
}

Pool WebApp::pool_of(const http::Request& head) const
{
    const auto registry = services_.registry.get();
    const auto match = match_of(head, *registry);
    return match && match->route ? match->route->options.pool : Pool::pages;
}

http::Response WebApp::transport_error(int status, std::string_view reason) const
{
    return responder_.plain_error(status, reason, "");
}

} // namespace hurtrock::web
