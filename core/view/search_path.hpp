#pragma once
/// Where the files of a page come from: a theme, its parents, then the plugin's own, then the core's. One rule for templates,
/// assets and locales.

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
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

    /// Whose sentences a template found at `place` speaks first: "core", a plugin's id, "theme", or "theme/ID" for a theme's
    /// version of a plugin's template (see Locales).
    std::string scope_of(std::string_view name, const std::filesystem::path& place) const;

    /// Folders that hold id.yaml and en.yaml, and whose they are ("core", a plugin's id, "theme"); later ones win.
    std::vector<std::pair<std::string, std::filesystem::path>> locales() const;
};

/// No empty, "." or ".." segment, nothing but letters, digits, '.', '_', '-' and '/'.
bool is_plain_name(std::string_view name) noexcept;

/// Where the current SearchPath is found, and how often what it leads to has changed. Whoever remembers something made of
/// these files remembers the version with it, taken before the files were read. Thread-safe. A mutex rather than
/// std::atomic<std::shared_ptr>: that of gcc 12 unlocks readers without release order.
class SearchPathSlot {
public:
    std::shared_ptr<const SearchPath> get() const
    {
        const std::lock_guard lock{mutex_};
        return current_;
    }
    void set(SearchPath path)
    {
        auto next = std::make_shared<const SearchPath>(std::move(path));
        {
            const std::lock_guard lock{mutex_};
            current_.swap(next);
        }
        touch();
    }

    /// Files, or settings that style sheets are made of, changed.
    void touch() noexcept { version_.fetch_add(1, std::memory_order_acq_rel); }
    std::uint64_t version() const noexcept { return version_.load(std::memory_order_acquire); }
    /// Somebody watches the files and calls touch(). Until then (in commands) everybody looks at the disk again and again.
    void set_watched() noexcept { watched_.store(true, std::memory_order_release); }
    bool watched() const noexcept { return watched_.load(std::memory_order_acquire); }

private:
    mutable std::mutex mutex_;
    std::shared_ptr<const SearchPath> current_{std::make_shared<const SearchPath>()};
    std::atomic<std::uint64_t> version_{1};
    std::atomic<bool> watched_{false};
};

} // namespace hurtrock::view
