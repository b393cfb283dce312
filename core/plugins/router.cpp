#include "router.hpp"

#include <algorithm>
#include <stdexcept>

namespace hurtrock::plugins {

struct Router::Node {
    struct Entry {
        const RouteRow* route;
        const std::string* owner;
        std::vector<std::string> names;
    };
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> number;
    std::unique_ptr<Node> any;
    std::map<Method, Entry> entries;
};

namespace {

std::vector<std::string_view> segments_of(std::string_view path)
{
    std::vector<std::string_view> segments;
    path.remove_prefix(1);
    while (!path.empty()) {
        const auto slash = path.find('/');
        segments.push_back(path.substr(0, slash));
        if (slash == std::string_view::npos) break;
        path.remove_prefix(slash + 1);
        if (path.empty()) segments.push_back({}); // a trailing slash is a different address
    }
    return segments;
}

bool is_number(std::string_view text)
{
    return !text.empty() && text.size() <= 18 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

Router::Router() : root_{std::make_unique<Node>()} {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;

void Router::add(const std::string& owner, const RouteRow& route)
{
    if (!route.path.starts_with('/')) throw std::invalid_argument{owner + ": route \"" + route.path + "\" must begin with /"};
    auto* node = root_.get();
    std::vector<std::string> names;
    const auto step = [](std::unique_ptr<Node>& next) {
        if (!next) next = std::make_unique<Node>();
        return next.get();
    };
    for (const auto segment : segments_of(route.path)) {
        if (!segment.starts_with('{')) {
            node = step(node->literals[std::string{segment}]);
            continue;
        }
        if (!segment.ends_with('}')) throw std::invalid_argument{owner + ": route \"" + route.path + "\": a placeholder is a whole segment"};
        const auto inner = segment.substr(1, segment.size() - 2);
        const auto colon = inner.find(':');
        const auto type = colon == std::string_view::npos ? std::string_view{} : inner.substr(colon + 1);
        if (!type.empty() && type != "int") throw std::invalid_argument{owner + ": route \"" + route.path + "\": unknown type \"" + std::string{type} + "\""};
        names.emplace_back(inner.substr(0, colon));
        node = step(type.empty() ? node->any : node->number);
    }
    const auto [place, added] = node->entries.try_emplace(route.method, Node::Entry{&route, &owner, std::move(names)});
    if (!added)
        throw std::logic_error{owner + ": route " + std::string{name_of(route.method)} + " " + route.path +
                               " already belongs to plugin " + *place->second.owner};
}

std::optional<RouteMatch> Router::match(Method method, std::string_view path) const
{
    const auto segments = segments_of(path);
    std::vector<std::string_view> captured;
    const Node* found = nullptr;

    const auto walk = [&](auto&& self, const Node& node, std::size_t at) -> bool {
        if (at == segments.size()) {
            if (node.entries.empty()) return false;
            found = &node;
            return true;
        }
        const auto segment = segments[at];
        if (const auto next = node.literals.find(segment); next != node.literals.end() && self(self, *next->second, at + 1))
            return true;
        const auto through = [&](const Node* next) {
            if (!next) return false;
            captured.push_back(segment);
            if (self(self, *next, at + 1)) return true;
            captured.pop_back();
            return false;
        };
        return (is_number(segment) && through(node.number.get())) || (!segment.empty() && through(node.any.get()));
    };
    if (!walk(walk, *root_, 0)) return std::nullopt;

    auto entry = found->entries.find(method);
    if (entry == found->entries.end() && method == Method::head) entry = found->entries.find(Method::get);
    RouteMatch match;
    if (entry == found->entries.end()) {
        for (const auto& [known, row] : found->entries) match.allowed.push_back(known);
        return match;
    }
    match.route = entry->second.route;
    match.owner = entry->second.owner;
    for (std::size_t i = 0; i < captured.size(); ++i) match.parameters.emplace_back(entry->second.names[i], std::string{captured[i]});
    return match;
}

std::string_view name_of(Method method) noexcept
{
    switch (method) {
    case Method::get: return "GET";
    case Method::head: return "HEAD";
    case Method::post: return "POST";
    case Method::put: return "PUT";
    case Method::patch: return "PATCH";
    case Method::remove: return "DELETE";
    case Method::options: return "OPTIONS";
    }
    return "";
}

std::optional<Method> method_named(std::string_view name) noexcept
{
    for (const auto method : {Method::get, Method::head, Method::post, Method::put, Method::patch, Method::remove, Method::options})
        if (name_of(method) == name) return method;
    return std::nullopt;
}

} // namespace hurtrock::plugins
