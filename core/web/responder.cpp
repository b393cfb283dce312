#include "responder.hpp"

#include "file_answer.hpp"
#include "response_headers.hpp"

#include "sdk/src/response_content.hpp"

#include "core/http/characters.hpp"
#include "core/http/conditional.hpp"
#include "core/http/disposition.hpp"
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

/// Takes out what a plugin says of itself: sent beside the shop's own policy, of which it can only take away.
std::vector<std::string> take_policies(http::HeaderList& headers)
{
    std::vector<std::string> policies;
    std::erase_if(headers, [&](auto& header) {
        if (!http::equal_ignoring_case(header.first, "Content-Security-Policy")) return false;
        policies.push_back(std::move(header.second));
        return true;
    });
    return policies;
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
    const std::string& owner;
    int status{200};
    http::HeaderList headers{};
    std::string content_type{};
    std::string body{};
    Value flashes{};
    bool showed_flashes{false};
    /// May be kept by shared caches as it is.
    bool is_shared{false};
    /// Worth a tag: the same question often has the same answer.
    bool is_tagged{false};
    /// One of these is sent instead of `body`.
    std::optional<http::FileBody> file{};
    std::shared_ptr<http::BodySource> source{};
    /// HEAD of a stream.
    bool is_length_unknown{false};
};

http::Response Responder::write(const RequestHost& request, const plugins::Registry& registry, const std::string& owner, Response response) const
{
    auto& content = response.content();
    Draft draft{.request = request, .registry = registry, .owner = owner, .status = content.status, .headers = content.headers};
    auto own_policies = owner == "core" ? std::vector<std::string>{} : take_policies(draft.headers);
    draft.flashes = read_flashes(request);
    draft.is_shared = content.cacheable;
    draft.is_tagged = content.cacheable || std::holds_alternative<Value>(content.body);
    try {
        write_body(draft, content);
    } catch (const std::exception& error) {
        log::write(log::Level::error, "web", "answer failed", {{"path", request.path()}, {"reason", error.what()}});
        draft.headers.clear();
        own_policies.clear();
        request.forget_sources();
        write_problem(draft, {.code = "core.failed", .status = 500});
    }
    settle_flashes(draft, content);
    auto written = finish(draft);
    for (auto& policy : own_policies) written.headers.emplace_back("Content-Security-Policy", std::move(policy));
    return written;
}

void Responder::write_body(Draft& draft, Response::Content& content) const
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
    } else if (auto* stream = std::get_if<StreamContent>(&content.body)) {
        write_stream(draft, *stream);
    } else if (const auto* file = std::get_if<FileContent>(&content.body)) {
        write_file(draft, *file);
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
    const auto& sources = draft.request.sources();
    if (environment.nonce().empty() && sources.empty()) return;
    // Whoever keeps such a page keeps its nonce too, and a nonce is for once; what it loads hangs on more than its text.
    draft.is_shared = draft.is_tagged = false;
    if (!has_header(draft.headers, "Content-Security-Policy"))
        draft.headers.emplace_back("Content-Security-Policy", content_security_policy(environment.nonce(), services_.form_targets ? services_.form_targets() : "", sources));
    // A window that the frame opens (a bank's, a wallet's) must find its way back to the frame.
    if (sources.has(PageSource::frame)) draft.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin-allow-popups");
}

/// HEAD never makes a piece: the producer goes with the response.
void Responder::write_stream(Draft& draft, StreamContent& stream) const
{
    const auto& request = draft.request;
    const bool is_head = request.method() == Method::head;
    if (!is_head)
        draft.source = services_.streams.open(draft.owner, std::string{request.id()}, draft.registry.generation_of(draft.owner), std::move(stream.next));
    if (!is_head && !draft.source) {
        draft.headers.emplace_back("Retry-After", "10");
        return write_problem(draft, {.code = "core.busy", .status = 503});
    }
    draft.content_type = stream.content_type;
    draft.is_length_unknown = true;
    if (!has_header(draft.headers, "Cache-Control")) draft.headers.emplace_back("Cache-Control", "no-store");
}

void Responder::write_file(Draft& draft, const FileContent& content) const
{
    const auto file = file_within(services_.file_folders(draft.owner), content.path);
    auto answer = file ? file_answer(*file, draft.request.raw()) : std::nullopt;
    if (!answer) {
        log::write(log::Level::warning, draft.owner, "no such file in the plugin's folders", {{"file", content.path}});
        return write_problem(draft, {.code = "core.not_found", .status = 404});
    }
    draft.status = answer->status;
    draft.file = std::move(answer->file);
    draft.is_tagged = false; // it has its own
    for (auto& header : answer->headers) draft.headers.push_back(std::move(header));
    if (!has_header(draft.headers, "Content-Security-Policy")) draft.headers.emplace_back("Content-Security-Policy", file_security_policy);
    if (!draft.file) return;
    const auto& options = content.options;
    draft.content_type = options.content_type.empty() ? view::content_type_of(file->filename().string()) : options.content_type;
    if (!options.download_name.empty()) draft.headers.emplace_back("Content-Disposition", http::attachment_named(options.download_name));
}

void Responder::write_problem(Draft& draft, const Problem& problem) const
{
    const auto& request = draft.request;
    const auto title = request.translate("core.status_" + std::to_string(problem.status), {});
    const auto detail = request.translate(problem.code, problem.arguments);
    draft.status = problem.status;
    draft.is_shared = draft.is_tagged = false;
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

/// A visitor's own copy is asked about each time; a page for everybody may also be kept, and asked about, on the way.
std::string Responder::cache_control(const Draft& draft) const
{
    const auto& visitor = draft.request.visitor_host();
    if (draft.request.path().starts_with("/admin")) return "no-store";
    const bool is_anonymous = !visitor.has_session() && visitor.guest().empty() && visitor.sent_flash().empty() && visitor.set_cookies().empty();
    const bool is_for_all = draft.is_shared && draft.status == 200 && !draft.request.is_private();
    return is_for_all && is_anonymous ? "public, no-cache" : "private, no-cache";
}

/// Adds the tag of the body. True when the client has this very body: then nothing of it is sent again.
bool Responder::is_known_to_client(Draft& draft) const
{
    const auto& raw = draft.request.raw();
    const bool is_read = raw.method == "GET" || raw.method == "HEAD";
    if (!is_read || !draft.is_tagged || draft.status != 200 || draft.file || draft.is_length_unknown || has_header(draft.headers, "ETag")) return false;
    // Weak: compressed or not, it says the same.
    const auto tag = "W/\"" + view::fingerprint(draft.body) + "\"";
    draft.headers.emplace_back("ETag", tag);
    return http::is_not_modified(raw, {tag, std::nullopt});
}

void Responder::compress(Draft& draft) const
{
    if (draft.body.size() < compress_from_bytes || !view::is_compressible(draft.content_type)) return;
    const auto accepted = draft.request.header("accept-encoding");
    if (http::accepts_encoding(accepted, "br")) {
        draft.body = view::brotli(draft.body, view::Effort::each);
        draft.headers.emplace_back("Content-Encoding", "br");
    } else if (http::accepts_encoding(accepted, "gzip")) {
        draft.body = view::gzip(draft.body, view::Effort::each);
        draft.headers.emplace_back("Content-Encoding", "gzip");
    }
}

http::Response Responder::finish(Draft& draft) const
{
    const auto& request = draft.request;
    auto& headers = draft.headers;
    if (!has_header(headers, "Cache-Control")) headers.emplace_back("Cache-Control", cache_control(draft));
    add_common_headers(services_, request, headers);
    for (const auto& cookie : request.visitor_host().set_cookies()) headers.emplace_back("Set-Cookie", cookie);

    http::Response response;
    if (is_known_to_client(draft)) {
        draft.status = 304;
        draft.body.clear();
    } else if (!draft.content_type.empty()) {
        headers.emplace_back("Content-Type", draft.content_type);
        compress(draft);
    }
    response.status = draft.status;
    response.headers = std::move(headers);
    response.file = std::move(draft.file);
    response.source = std::move(draft.source);
    response.is_length_unknown = draft.is_length_unknown;
    response.body = std::make_shared<const std::string>(std::move(draft.body));
    return response;
}

http::Response Responder::plain_error(int status, std::string_view reason, std::string_view request_id) const
{
    auto response = http::make_response(status, "text/html; charset=utf-8", last_resort_page(status, reason, request_id));
    response.headers.emplace_back("Content-Security-Policy", content_security_policy());
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

} // namespace hurtrock::web
