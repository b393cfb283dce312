#include "transport.hpp"

#include "head_rules.hpp"

namespace hurtrock::http {

Transport::Transport(Options given_options, Handler given_handler, BodyLimit given_body_limit)
    : options(std::move(given_options)), handler(std::move(given_handler)), body_limit(std::move(given_body_limit)),
      caretaker(registry, metrics)
{
}

void Transport::log(LogLevel level, std::string_view message) const
{
    if (options.log)
        options.log(level, message);
}

Response Transport::error_response(int status) const
{
    Response response;
    const auto reason = reason_phrase(status);
    try {
        response = options.error_body ? options.error_body(status, reason) : make_response(status, "text/plain; charset=utf-8", std::string(reason) + "\n");
    } catch (...) {
        log(LogLevel::error, "the error page callback threw; a plain answer is sent instead");
        response = make_response(status, "text/plain; charset=utf-8", std::string(reason) + "\n");
    }
    if (status == 405)
        response.headers.emplace_back("Allow", std::string(allowed_methods));
    return response;
}

} // namespace hurtrock::http
