#include "static_files.hpp"

#include "core/http/negotiation.hpp"

#include <fcntl.h>
#include <sys/stat.h>

namespace hurtrock::web {
namespace {

constexpr const char* forever = "public, max-age=31536000, immutable";

bool is_read(const http::Request& request) { return request.method == "GET" || request.method == "HEAD"; }

http::Response missing() { return http::make_response(404, "text/plain; charset=utf-8", "not found\n"); }
http::Response wrong_method()
{
    auto response = http::make_response(405, "text/plain; charset=utf-8", "method not allowed\n");
    response.headers.emplace_back("Allow", "GET, HEAD");
    return response;
}

} // namespace

http::Response asset_response(view::Assets& assets, const http::Request& request, std::string_view path)
{
    if (!is_read(request)) return wrong_method();
    const auto [asset, immutable] = assets.find(path);
    if (!asset) return missing();

    http::Response response;
    response.headers = {{"Content-Type", asset->content_type},
                        {"Cache-Control", immutable ? forever : "public, max-age=60"},
                        {"X-Content-Type-Options", "nosniff"},
                        {"Vary", "Accept-Encoding"}};
    response.body = asset->plain;
    const auto* accepted = request.header("accept-encoding");
    if (asset->brotli && accepted && http::accepts_encoding(*accepted, "br")) {
        response.body = asset->brotli;
        response.headers.emplace_back("Content-Encoding", "br");
    } else if (asset->gzip && accepted && http::accepts_encoding(*accepted, "gzip")) {
        response.body = asset->gzip;
        response.headers.emplace_back("Content-Encoding", "gzip");
    }
    return response;
}

http::Response media_response(const std::function<std::optional<std::string>(std::string_view path)>& file_of,
                              const http::Request& request, std::string_view path)
{
    if (!is_read(request)) return wrong_method();
    const auto file = file_of(path);
    if (!file) return missing();
    const int fd = ::open(file->c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) return missing();
    auto descriptor = std::make_shared<const http::FileDescriptor>(fd);
    struct stat status{};
    if (::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) return missing();

    http::Response response;
    response.headers = {{"Content-Type", view::content_type_of(*file)}, {"Cache-Control", forever}, {"X-Content-Type-Options", "nosniff"}};
    response.file = http::FileBody{std::move(descriptor), 0, status.st_size};
    return response;
}

} // namespace hurtrock::web
