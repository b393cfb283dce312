#pragma once
/// Turns addresses in escaped HTML text into links, by the rules of Jinja2's urlize.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hurtrock::tmpl {

struct Links {
    /// Longer addresses are shown shortened; all of it when empty.
    std::optional<std::size_t> shown_max{};
    bool nofollow{false};
    std::string target{};
    std::string rel{};
    std::vector<std::string> schemes{};
};

/// `html` must already be escaped.
std::string with_links(std::string_view html, const Links& links);

} // namespace hurtrock::tmpl
