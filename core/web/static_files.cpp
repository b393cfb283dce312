#include "static_files.hpp"

#include "file_answer.hpp"

#include "core/http/conditional.hpp"
#include "core/http/http_date.hpp"
#include "core/http/negotiation.hpp"

namespace hurtrock::web {
namespace {

constexpr const char* forever = "public, max-age=31536000, immutable";

bool is_read(const http::Request& request) { return request.method == "GET" || request.method == "HEAD"; }

/// Strong: another coding of the same content has another tag, because its bytes differ.
std::string etag_of(const view::Asset& asset, std::string_view coding)
{
    return "\"" + asset.fingerprint + (coding.empty() ? "" : "-" + std::string{coding}) + "\"";
}

http::Response missing() { return http::make_response(404, "text/plain; charset=utf-8", "not found\n"); }

} // namespace

http::Response only_read(const http::Request& request)
{
    http::Response response;
    if (request.method == "OPTIONS")
        response.status = 204;
    else
        response = http::make_response(405, "text/plain; charset=utf-8", "method not allowed\n");
    response.headers.emplace_back("Allow", "GET, HEAD, OPTIONS");
    return response;
}

http::Response asset_response(view::Assets& assets, const http::Request& request, std::string_view path)
{
    if (!is_read(request)) return only_read(request);
    const auto [asset, immutable] = assets.find(path);
    if (!asset) return missing();

    http::Response response;
    response.headers = {{"Content-Type", asset->content_type},
                        {"Cache-Control", immutable ? forever : "public, max-age=60"},
                        {"X-Content-Type-Options", "nosniff"},
                        {"Vary", "Accept-Encoding"}};
    response.body = asset->plain;
    std::string coding;
    const auto* accepted = request.header("accept-encoding");
    if (asset->brotli && accepted && http::accepts_encoding(*accepted, "br")) {
        response.body = asset->brotli;
        coding = "br";
    } else if (asset->gzip && accepted && http::accepts_encoding(*accepted, "gzip")) {
        response.body = asset->gzip;
        coding = "gzip";
    }
    const http::Validators validators{etag_of(*asset, coding), asset->modified};
    response.headers.emplace_back("ETag", validators.etag);
    response.headers.emplace_back("Last-Modified", http::format_http_date(asset->modified));
    if (http::is_not_modified(request, validators)) {
        response.status = 304;
        response.body = nullptr;
        std::erase_if(response.headers, [](const auto& header) { return header.first == "Content-Type"; });
        return response;
    }
    if (!coding.empty()) response.headers.emplace_back("Content-Encoding", coding);
    return response;
}

http::Response media_response(const std::function<std::optional<std::string>(std::string_view path)>& file_of,
                              const http::Request& request, std::string_view path)
{
    if (!is_read(request)) return only_read(request);
    const auto file = file_of(path);
    if (!file) return missing();
    auto response = file_answer(*file, request);
    if (!response) return missing();
    response->headers.emplace_back("Cache-Control", forever);
    response->headers.emplace_back("X-Content-Type-Options", "nosniff");
    if (response->file) response->headers.emplace_back("Content-Type", view::content_type_of(*file));
    return std::move(*response);
}

} // namespace hurtrock::web
