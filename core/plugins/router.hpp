#pragma once
/// Finds the route of a path. Literal segments win over placeholders, narrow placeholders over wide ones (path_pattern.hpp); a
/// path that knows the method wins over one that does not. Built once, then read by any thread.

#include "registrations.hpp"

#include <map>
#include <memory>
#include <optional>

namespace hurtrock::plugins {

struct RouteMatch {
    const RouteRow* route{nullptr};
    const std::string* owner{nullptr};
    std::vector<std::pair<std::string_view, std::string>> parameters{};
    /// Methods the path knows, when none of them is the one asked for.
    std::vector<Method> allowed{};
};

class Router {
public:
    Router();
    ~Router();
    Router(Router&&) noexcept;

    /// Throws std::invalid_argument for a malformed path and std::logic_error for one that another owner already has.
    void add(const std::string& owner, const RouteRow& route);
    /// `path` is decoded, begins with '/' and has no query. nullopt: no such path. HEAD finds the GET route.
    std::optional<RouteMatch> match(Method method, std::string_view path) const;

private:
    struct Node;
    struct Search;
    std::unique_ptr<Node> root_;
};

std::string_view name_of(Method method) noexcept;
std::optional<Method> method_named(std::string_view name) noexcept;

} // namespace hurtrock::plugins
