#pragma once
/// `hurtrock theme check`: what is wrong, or will be slow or unusable, in a theme's templates.

#include "core/template/engine.hpp"

#include <filesystem>
#include <vector>

namespace hurtrock::themes {

struct ThemeProblem {
    /// "themes/rock-metal/snippets/card.html:3"
    std::string place;
    std::string message;
};

struct ThemeReport {
    std::size_t files{0};
    std::vector<ThemeProblem> problems;
};

/// Compiles every template below the theme's folder and reads it for what browsers and readers stumble over: pictures without
/// a size or words, inline styles and scripts, addresses of other hosts. `engine` finds the theme's templates as pages do.
ThemeReport check_theme(const std::filesystem::path& folder, const tmpl::Engine& engine);

} // namespace hurtrock::themes
