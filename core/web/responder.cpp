#include "responder.hpp"

#include "sdk/src/response_content.hpp"

#include "core/http/negotiation.hpp"
#include "core/log/log.hpp"
#include "core/view/compression.hpp"

#include <hurtrock/json.hpp>

namespace hurtrock::web {
namespace {

constexpr std::size_t compress_from_bytes = 1'000;
constexpr std::size_t flash_count_max = 5;
constexpr std::size_t flash_bytes_max = 3'000;
constexpr std::chrono::minutes flash_cookie_age{5};

constexpr const char* content_security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

std::string_view kind_text(FlashKind kind)
{
    switch (kind) {
    case FlashKind::success: return "success";
    case FlashKind::info: return "info";
    case FlashKind::warning: return "warning";
    case FlashKind::error: return "danger";
    }
    return "info";
}

std::string escaped(std::string_view text)
{
    std::string html;
    for (const char c : text) {
        switch (c) {
        case '<': html += "&lt;"; break;
        case '>': html += "&gt;"; break;
        case '&': html += "&amp;"; break;
        case '"': html += "&quot;"; break;
        default: html += c;
        }
    }
    return html;
}

/// What a visitor sees when not even the error template can be rendered.
std::string last_resort_page(int status, std::string_view title, std::string_view request_id)
{
    return "<!doctype html><html lang=\"id\"><head><meta charset=\"utf-8\"><title>" + std::to_string(status) + "</title></head><body><h1>" +
           std::to_string(status) + " " + escaped(title) + "</h1><p>" + escaped(request_id) + "</p><p><a href=\"/\">/</a></p></body></html>";
}

} // namespace

struct Responder::Draft {
    const RequestHost& request;
    const plugins::Registry& registry;
    int status{200};
    http::HeaderList headers{};
    std::string content_type{};
    std::string body{};
    Value flashes{};
    bool showed_flashes{false};
};

http::Response Responder::write(const RequestHost& request, const plugins::Registry& registry, const Response& response) const
{
    const auto& content = response.content();
    Draft draft{request, registry, content.status, content.headers, {}, {}, read_flashes(request), false};
    try {
        write_body(draft, content);
    } catch (const std::exception& error) {
        log::write(log::Level::error, "web", "answer failed", {{"path", request.path()}, {"reason", error.what()}});
        draft.headers.clear();
        draft.status = 500;
        write_problem(draft, {.code = "core.failed", .status = 500});
    }
    settle_flashes(draft, content);
    return finish(draft);
}

void Responder::write_body(Draft& draft, const Response::Content& content) const
{
    if (const auto* page = std::get_if<PageContent>(&content.body)) {
        write_page(draft, page->template_name, page->variables);
    } else if (const auto* plain = std::get_if<TextContent>(&content.body)) {
        draft.content_type = plain->content_type;
        draft.body = plain->body;
    } else if (const auto* redirect = std::get_if<RedirectContent>(&content.body)) {
        draft.headers.emplace_back("Location", redirect->local ? draft.request.url_for(redirect->location) : redirect->location);
    } else if (const auto* problem = std::get_if<ProblemContent>(&content.body)) {
        write_problem(draft, problem->problem);
    } else {
        draft.content_type = "application/json";
        draft.body = to_json(std::get<Value>(content.body));
    }
}

void Responder::write_page(Draft& draft, const std::string& template_name, const Value& variables) const
{
    PageEnv environment{services_, draft.registry, draft.request, draft.flashes};
    draft.body.clear();
    services_.templates.render_to(draft.body, template_name, variables.is_null() ? Value::map() : variables, environment);
    draft.content_type = "text/html; charset=utf-8";
    draft.showed_flashes = environment.showed_flashes();
}

void Responder::write_problem(Draft& draft, const Problem& problem) const
{
    const auto& request = draft.request;
    const auto title = request.translate("core.status_" + std::to_string(problem.status), {});
    const auto detail = request.translate(problem.code, problem.arguments);
    draft.status = problem.status;
    if (request.wants_json()) {
        auto errors = Value::list();
        for (const auto& one : problem.details)
            errors.push({{"code", one.code}, {"field", one.field}, {"detail", request.translate(one.code, one.arguments)}, {"arguments", one.arguments}});
        Value body{{"type", "about:blank"}, {"title", title}, {"status", problem.status}, {"detail", detail}, {"code", problem.code}};
        if (!problem.field.empty()) body.set("field", problem.field);
        if (!errors.empty()) body.set("errors", errors);
        body.set("request_id", request.id());
        draft.content_type = "application/problem+json";
        draft.body = to_json(body);
        return;
    }
    const bool admin = request.path() == "/admin" || request.path().starts_with("/admin/");
    try {
        write_page(draft, admin ? "admin/error.html" : "core/error.html",
                   {{"status", problem.status}, {"title", title}, {"detail", detail}, {"request_id", request.id()}});
    } catch (const std::exception& error) {
        log::write(log::Level::error, "web", "error page failed", {{"reason", error.what()}});
        draft.content_type = "text/html; charset=utf-8";
        draft.body = last_resort_page(problem.status, title, request.id());
    }
}

Value Responder::read_flashes(const RequestHost& request) const
{
    const auto value = request.visitor_host().sent_flash();
    if (value.empty()) return {};
    const auto opened = services_.flash_signer.open(value);
    if (!opened) return {};
    auto flashes = from_json(*opened);
    return flashes ? *flashes : Value{};
}

/// Messages not shown yet travel on; shown ones are taken back.
void Responder::settle_flashes(Draft& draft, const Response::Content& content) const
{
    auto pending = draft.showed_flashes || draft.flashes.is_null() ? Value::list() : draft.flashes;
    for (const auto& [kind, text] : content.flashes)
        if (pending.size() < flash_count_max) pending.push({{"kind", kind_text(kind)}, {"text", text}});
    const bool changed = !content.flashes.empty() || (draft.showed_flashes && !draft.flashes.is_null());
    if (!changed) return;
    auto& visitor = draft.request.visitor_host();
    const auto text = to_json(pending);
    if (pending.empty() || text.size() > flash_bytes_max)
        visitor.set_cookie(flash_cookie, "", std::chrono::seconds{0});
    else
        visitor.set_cookie(flash_cookie, services_.flash_signer.sign(text), flash_cookie_age);
}

http::Response Responder::finish(Draft& draft) const
{
    const auto& request = draft.request;
    auto& headers = draft.headers;
    const auto has = [&](std::string_view name) {
        for (const auto& [known, value] : headers)
            if (known == name) return true;
        return false;
    };
    if (!draft.content_type.empty()) headers.emplace_back("Content-Type", draft.content_type);
    if (!has("Content-Security-Policy")) headers.emplace_back("Content-Security-Policy", content_security_policy);
    headers.emplace_back("X-Content-Type-Options", "nosniff");
    headers.emplace_back("Referrer-Policy", "strict-origin-when-cross-origin");
    headers.emplace_back("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()");
    headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
    headers.emplace_back("X-Request-Id", request.id());
    headers.emplace_back("Vary", "Accept-Encoding, Cookie");
    if (request.secure()) headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
    if (!has("Cache-Control")) headers.emplace_back("Cache-Control", request.path().starts_with("/admin") ? "no-store" : "private, no-cache");
    for (const auto& cookie : request.visitor_host().set_cookies()) headers.emplace_back("Set-Cookie", cookie);

    if (draft.body.size() >= compress_from_bytes && view::is_compressible(draft.content_type)) {
        const auto accepted = request.header("accept-encoding");
        if (http::accepts_encoding(accepted, "br")) {
            draft.body = view::brotli(draft.body, view::Effort::each);
            headers.emplace_back("Content-Encoding", "br");
        } else if (http::accepts_encoding(accepted, "gzip")) {
            draft.body = view::gzip(draft.body, view::Effort::each);
            headers.emplace_back("Content-Encoding", "gzip");
        }
    }
    http::Response response;
    response.status = draft.status;
    response.headers = std::move(headers);
    response.body = std::make_shared<const std::string>(std::move(draft.body));
    return response;
}

http::Response Responder::plain_error(int status, std::string_view reason, std::string_view request_id) const
{
    auto response = http::make_response(status, "text/html; charset=utf-8", last_resort_page(status, reason, request_id));
    response.headers.emplace_back("Content-Security-Policy", content_security_policy);
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

} // namespace hurtrock::web
