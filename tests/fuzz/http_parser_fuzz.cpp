// Any bytes, cut in any way: the parser must not crash, must keep its limits, and must find the same requests whether
// the bytes come one at a time or all at once.
#include "core/http/conditional.hpp"
#include "core/http/cookies.hpp"
#include "core/http/disposition.hpp"
#include "core/http/multipart.hpp"
#include "core/http/negotiation.hpp"
#include "core/http/parser.hpp"
#include "core/http/url.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace {

using namespace hurtrock::http;

struct Parsed {
    std::vector<Request> requests;
    bool failed = false;
    int status = 0;
};

void require(bool condition)
{
    if (!condition)
        std::abort();
}

void check_request(const Request& request, const ParserLimits& limits)
{
    require(request.body.size() <= limits.body_bytes_max);
    require(request.headers.size() <= limits.header_count_max);
    require(request.target.size() <= limits.request_line_bytes_max);
    require(request.minor == 0 || request.header("host") != nullptr);
    for (const auto& [name, value] : request.headers)
        require(name.find_first_of(std::string_view("\r\n\0 :", 5)) == std::string::npos &&
                value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos);
}

Parsed parse(std::string_view bytes, std::size_t step, const ParserLimits& limits)
{
    const BodyLimit no_callback;
    RequestParser parser(limits, no_callback);
    Parsed parsed;
    while (!bytes.empty() && !parsed.failed) {
        // A copy, so that views into an earlier piece are caught by the sanitizer.
        const std::vector<char> piece(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(std::min(step, bytes.size())));
        bytes.remove_prefix(piece.size());
        std::string_view input(piece.data(), piece.size());
        while (!input.empty() && !parsed.failed) {
            const auto outcome = parser.feed(input);
            if (outcome == RequestParser::Outcome::need_more)
                require(input.empty());
            if (outcome == RequestParser::Outcome::complete) {
                check_request(parsed.requests.emplace_back(parser.take_request()), limits);
            } else if (outcome == RequestParser::Outcome::failed) {
                parsed.failed = true;
                parsed.status = parser.failure().status;
            }
        }
    }
    return parsed;
}

void check_helpers(const Request& request)
{
    const auto target = split_target(request.target);
    if (const auto path = normalise_path(target.path))
        require(path->find("/../") == std::string::npos && path->find('\0') == std::string::npos && is_valid_utf8(*path));
    if (const auto parameters = parse_parameters(target.query))
        require(parse_parameters(write_parameters(*parameters)).has_value());
    parse_cookies(request);
    const Validators validators{"\"tag\"", 784111777};
    is_not_modified(request, validators);
    constexpr std::int64_t length = 1000;
    const auto choice = choose_range(request, validators, length);
    require(choice.answer != RangeAnswer::part || (choice.range.first >= 0 && choice.range.length > 0 && choice.range.first + choice.range.length <= length));
    const auto name = attachment_named(request.target);
    require(name.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos);
    if (const auto* accept = request.header("accept"))
        media_type_quality(*accept, "text/html");
    if (const auto* type = request.header("content-type"))
        parse_multipart(*type, request.body);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    ParserLimits limits;
    limits.body_bytes_max = 4096;
    const auto whole = parse(bytes, size, limits);
    const auto slow = parse(bytes, 1, limits);
    require(whole.failed == slow.failed && whole.requests.size() == slow.requests.size() && whole.status == slow.status);
    for (std::size_t i = 0; i < whole.requests.size(); ++i) {
        require(whole.requests[i].target == slow.requests[i].target && whole.requests[i].headers == slow.requests[i].headers &&
                whole.requests[i].body == slow.requests[i].body);
        check_helpers(whole.requests[i]);
    }
    for (const char c : attachment_named(bytes))
        require(static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7f);
    Request asking;
    asking.method = "GET";
    asking.headers = {{"range", "bytes=" + std::string(bytes)}, {"if-none-match", std::string(bytes)}, {"if-modified-since", std::string(bytes)}};
    check_helpers(asking);
    parse_multipart("multipart/form-data; boundary=b", bytes);
    return 0;
}
