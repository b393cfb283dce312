#pragma once
/// What a Response holds, for the host, which turns it into bytes, and for the SDK library, which makes it.

#include <hurtrock/response.hpp>

#include <variant>

namespace hurtrock {

struct PageContent {
    std::string template_name;
    Value variables;
};
struct TextContent {
    std::string body;
    std::string content_type;
};
struct RedirectContent {
    std::string location;
    /// The host puts the language prefix before it.
    bool local{true};
};
struct StreamContent {
    Producer next;
    std::string content_type;
};
struct FileContent {
    std::string path;
    FileOptions options;
};
struct ProblemContent {
    Problem problem;
};

struct Response::Content {
    int status{200};
    std::vector<std::pair<std::string, std::string>> headers{};
    std::vector<std::pair<FlashKind, std::string>> flashes{};
    std::vector<std::string> cache_tags{};
    bool cacheable{false};
    std::variant<PageContent, TextContent, RedirectContent, ProblemContent, StreamContent, FileContent, Value> body{};
};

} // namespace hurtrock
