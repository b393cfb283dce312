#pragma once
/// The files pages link to. Each is served under an address that holds a fingerprint of its content, so that browsers keep it
/// for ever; style sheets have their relative url(…) rewritten to the same kind of address. Text is kept compressed. A
/// changed file gets a new address on the next page (as soon as the watch noticed, see SearchPathSlot). Thread-safe.

#include "search_path.hpp"

#include <chrono>
#include <cstdint>
#include <ctime>
#include <functional>
#include <mutex>
#include <unordered_map>

namespace hurtrock::view {

struct Asset {
    std::string url;
    std::string fingerprint;
    std::string content_type;
    /// When this content was first seen by this process.
    std::time_t modified{0};
    std::shared_ptr<const std::string> plain;
    /// Null where compression does not help.
    std::shared_ptr<const std::string> gzip, brotli;
};

class Assets {
public:
    explicit Assets(const SearchPathSlot& search_path) : search_path_{search_path} {}

    /// A file that is made rather than read: the theme's settings as a style sheet. Empty text: no such file.
    void generate(std::string name, std::function<std::string()> make) { generated_[std::move(name)] = std::move(make); }

    /// "/assets/theme/css/base.3fa9c1d2e4b5.css" for "theme/css/base.css"; the plain address when there is no such file.
    std::string url(std::string_view name);

    struct Found {
        std::shared_ptr<const Asset> asset;
        /// The address carried the fingerprint of what is served.
        bool immutable;
    };
    /// For a path below /assets/. Null asset when there is no such file.
    Found find(std::string_view path);

private:
    /// The search path's version and the time, before the file was looked at.
    struct Checked {
        std::uint64_t version{0};
        std::chrono::steady_clock::time_point at{};
    };
    struct Entry {
        std::shared_ptr<const Asset> asset;
        std::string version;
        Checked checked{};
    };
    bool is_fresh(const Checked& checked, const Checked& now) const;
    std::shared_ptr<const Asset> current(const std::string& name, int depth);
    std::shared_ptr<const Asset> make(const std::string& name, std::string content, int depth);
    std::shared_ptr<const Asset> made(const std::string& name, const Checked& now);
    std::string with_rewritten_urls(const std::string& name, std::string css, int depth);

    const SearchPathSlot& search_path_;
    std::unordered_map<std::string, std::function<std::string()>> generated_;
    std::mutex mutex_;
    std::unordered_map<std::string, Entry> entries_;
};

/// 16 hexadecimal digits that name a content; they guard nothing.
std::string fingerprint(std::string_view content);

/// "text/css; charset=utf-8" for "base.css"; application/octet-stream for endings unknown.
std::string content_type_of(std::string_view file_name);

} // namespace hurtrock::view
