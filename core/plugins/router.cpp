#include "router.hpp"

#include "path_pattern.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace hurtrock::plugins {

struct Router::Node {
    struct Entry {
        const RouteRow* route;
        const std::string* owner;
        std::vector<std::string> names;
    };
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    /// By PlaceholderType.
    std::array<std::unique_ptr<Node>, placeholder_types> typed;
    std::map<Method, Entry> entries;

    const Entry* entry_of(Method method) const
    {
        auto found = entries.find(method);
        if (found == entries.end() && method == Method::head) found = entries.find(Method::get);
        return found == entries.end() ? nullptr : &found->second;
    }
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
        if (path.empty()) segments.push_back(path); // a trailing slash is a different address
    }
    return segments;
}

} // namespace

Router::Router() : root_{std::make_unique<Node>()} {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;

void Router::add(const std::string& owner, const RouteRow& route)
{
    auto* node = root_.get();
    std::vector<std::string> names;
    const auto step = [](std::unique_ptr<Node>& next) {
        if (!next) next = std::make_unique<Node>();
        return next.get();
    };
    const auto parts = [&] {
        try {
            return parse_pattern(route.path);
        } catch (const std::invalid_argument& error) {
            throw std::invalid_argument{owner + ": " + error.what()};
        }
    }();
    for (const auto& part : parts) {
        if (part.is_placeholder) names.push_back(part.text);
        node = step(part.is_placeholder ? node->typed[static_cast<std::size_t>(part.type)] : node->literals[part.text]);
    }
    const auto [place, added] = node->entries.try_emplace(route.method, Node::Entry{&route, &owner, std::move(names)});
    if (!added)
        throw std::logic_error{owner + ": route " + std::string{name_of(route.method)} + " " + route.path +
                               " already belongs to plugin " + *place->second.owner};
}

/// Walks the tree along one path, the narrowest branch first, until it finds the method; on the way it notes which methods
/// the path would know.
struct Router::Search {
    const Method method;
    const std::string_view path;
    const std::vector<std::string_view> segments;
    std::vector<std::string_view> captured{};
    std::vector<Method> allowed{};
    bool knows_path{false};
    const Node::Entry* found{nullptr};

    bool take(const Node& node)
    {
        if (node.entries.empty()) return false;
        knows_path = true;
        found = node.entry_of(method);
        for (const auto& [known, entry] : node.entries)
            if (std::find(allowed.begin(), allowed.end(), known) == allowed.end()) allowed.push_back(known);
        return found != nullptr;
    }

    bool through(const Node& next, std::string_view piece, std::size_t at)
    {
        captured.push_back(piece);
        if (walk(next, at)) return true;
        captured.pop_back();
        return false;
    }

    bool walk(const Node& node, std::size_t at)
    {
        if (at == segments.size()) return take(node);
        const auto segment = segments[at];
        if (const auto next = node.literals.find(segment); next != node.literals.end() && walk(*next->second, at + 1)) return true;
        for (std::size_t type = 0; type < placeholder_types; ++type) {
            const auto& next = node.typed[type];
            if (!next || !fits(static_cast<PlaceholderType>(type), segment)) continue;
            const bool takes_all = static_cast<PlaceholderType>(type) == PlaceholderType::rest;
            const auto piece = takes_all ? path.substr(static_cast<std::size_t>(segment.data() - path.data())) : segment;
            if (through(*next, piece, takes_all ? segments.size() : at + 1)) return true;
        }
        return false;
    }
};

std::optional<RouteMatch> Router::match(Method method, std::string_view path) const
{
    Search search{method, path, segments_of(path)};
    search.walk(*root_, 0);
    if (!search.knows_path) return std::nullopt;
    RouteMatch match;
    if (!search.found) {
        match.allowed = std::move(search.allowed);
        std::sort(match.allowed.begin(), match.allowed.end());
        return match;
    }
    match.route = search.found->route;
    match.owner = search.found->owner;
    for (std::size_t i = 0; i < search.captured.size(); ++i)
        match.parameters.emplace_back(search.found->names[i], std::string{search.captured[i]});
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
