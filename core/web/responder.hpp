#pragma once
/// Turns what a handler answered into bytes: renders pages, writes problems, adds security headers, cookies and compression.

#include "page_env.hpp"

#include "core/http/message.hpp"

#include <hurtrock/response.hpp>

namespace hurtrock {
struct StreamContent;
struct FileContent;
}

namespace hurtrock::web {

class Responder {
public:
    explicit Responder(const WebServices& services) : services_{services} {}

    /// Never throws: a page that fails to render becomes an error page, and that, if need be, plain HTML of our own.
    /// `owner` is the plugin that answered; what it makes while it is sent holds its generation.
    http::Response write(const RequestHost& request, const plugins::Registry& registry, const std::string& owner, Response response) const;

    /// For requests that never reached a handler (transport errors, a full queue).
    http::Response plain_error(int status, std::string_view reason, std::string_view request_id) const;

private:
    struct Draft;
    void write_body(Draft& draft, Response::Content& content) const;
    void write_stream(Draft& draft, StreamContent& stream) const;
    void write_file(Draft& draft, const FileContent& content) const;
    void write_page(Draft& draft, const std::string& template_name, const Value& variables) const;
    void write_problem(Draft& draft, const Problem& problem) const;
    Value read_flashes(const RequestHost& request) const;
    void settle_flashes(Draft& draft, const Response::Content& content) const;
    std::string cache_control(const Draft& draft) const;
    bool is_known_to_client(Draft& draft) const;
    void compress(Draft& draft) const;
    http::Response finish(Draft& draft) const;

    const WebServices& services_;
};

} // namespace hurtrock::web
