#pragma once
/// Where the files of a page come from: a theme, its parents, then the plugin's own, then the core's. One rule for templates,
/// assets and locales.

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hurtrock::view {

/// Folders in use at a moment. Never changes; a new one is published when the theme or the plugins change.
struct SearchPath {
    /// The active theme first, then its parents.
    std::vector<std::filesystem::path> themes;
    /// Plugin id to folder.
    std::map<std::string, std::filesystem::path, std::less<>> plugins;
    /// templates/, assets/ and locales/ of the core.
    std::filesystem::path core;
    /// What web/build.mjs made: style sheets, fonts, icons.
    std::filesystem::path web;

    /// "hello/page.html": themes' pages/hello/page.html, then the plugin's templates/page.html. "layout/…",
    /// "snippets/…", "sections/…", "mail/…": the themes', then the core's. "admin/…": the core's alone, so that a broken
    /// theme never locks the owner out. In order of preference; not all exist.
    std::vector<std::filesystem::path> templates(std::string_view name) const;

    /// "theme/css/base.css", "web/icons.svg", "admin/admin.css", "hello/gallery.js": the file, if there is one.
    std::optional<std::filesystem::path> asset(std::string_view name) const;

    /// Folders that hold id.yaml and en.yaml; later ones win.
    std::vector<std::filesystem::path> locales() const;
};

/// No empty, "." or ".." segment, nothing but letters, digits, '.', '_', '-' and '/'.
bool is_plain_name(std::string_view name) noexcept;

class SearchPathSlot {
public:
    std::shared_ptr<const SearchPath> get() const { return current_.load(std::memory_order_acquire); }
    void set(SearchPath path) { current_.store(std::make_shared<const SearchPath>(std::move(path)), std::memory_order_release); }

private:
    std::atomic<std::shared_ptr<const SearchPath>> current_{std::make_shared<const SearchPath>()};
};

} // namespace hurtrock::view
