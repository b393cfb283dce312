#include "response_content.hpp"

#include <algorithm>
#include <stdexcept>

namespace hurtrock {
namespace {

bool has_control(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

template <class Body>
Response make(int status, Body body)
{
    auto content = std::make_unique<Response::Content>();
    content->status = status;
    content->body = std::move(body);
    return Response{std::move(content)};
}

/// "//host" and "/\host" are other sites to a browser.
void require_local_path(std::string_view path)
{
    const bool local = path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/\\");
    if (!local || has_control(path)) throw std::invalid_argument{"redirect: not a path of this shop"};
}

bool is_header_name(std::string_view name)
{
    return !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return std::isalnum(c) || c == '-' || c == '_';
    });
}

} // namespace

Response::Response(std::unique_ptr<Content> content) noexcept : content_{std::move(content)} {}
Response::Response(Response&&) noexcept = default;
Response& Response::operator=(Response&&) noexcept = default;
Response::~Response() = default;

Response Response::status(int status) &&
{
    content_->status = status;
    return std::move(*this);
}

Response Response::header(std::string_view name, std::string_view value) &&
{
    if (!is_header_name(name) || has_control(value)) throw std::invalid_argument{"header: control character"};
    content_->headers.emplace_back(name, value);
    return std::move(*this);
}

Response Response::flash(FlashKind kind, std::string text) &&
{
    content_->flashes.emplace_back(kind, std::move(text));
    return std::move(*this);
}

Response Response::cache(std::vector<std::string> tags) &&
{
    content_->cacheable = true;
    content_->cache_tags = std::move(tags);
    return std::move(*this);
}

Response page(std::string_view template_name, Value variables)
{
    return make(200, PageContent{std::string{template_name}, std::move(variables)});
}

Response redirect(std::string_view path)
{
    require_local_path(path);
    return make(303, RedirectContent{std::string{path}, true});
}

Response redirect_permanently(std::string_view path)
{
    require_local_path(path);
    return make(301, RedirectContent{std::string{path}, true});
}

Response redirect_away(std::string_view url)
{
    const bool loopback = url.starts_with("http://127.0.0.1:") || url.starts_with("http://localhost:");
    if ((!url.starts_with("https://") && !loopback) || has_control(url))
        throw std::invalid_argument{"redirect_away: not an https address"};
    return make(303, RedirectContent{std::string{url}, false});
}

Response json(const Value& value) { return make(200, value); }

Response text(std::string body, std::string_view content_type)
{
    return make(200, TextContent{std::move(body), std::string{content_type}});
}

Response stream(Producer next, std::string_view content_type)
{
    if (!next) throw std::invalid_argument{"stream: no producer"};
    return make(200, StreamContent{std::move(next), std::string{content_type}});
}

Response file(std::string_view path, FileOptions options)
{
    return make(200, FileContent{std::string{path}, std::move(options)});
}

Response problem(Problem problem)
{
    const int status = problem.status;
    return make(status, ProblemContent{std::move(problem)});
}

Response not_found() { return problem({.code = "core.not_found", .status = 404}); }

} // namespace hurtrock
