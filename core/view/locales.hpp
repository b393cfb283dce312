#pragma once
/// Sentences in the visitor's language. Locale files are YAML maps: English source text, or the code of a problem, to the
/// sentence, with %(name)s placeholders.
///
/// The same words may mean another thing elsewhere ("From": whom, or when), so whoever speaks is asked first: a plugin's own
/// files count in its templates and handlers, the theme's in the theme's; who has a word in Indonesian alone speaks the
/// source in English. What those do not know is looked for in all files together, where a theme wins over plugins and these
/// over the core. Thread-safe; changed files are noticed within a second (while they are watched, at once).

#include "search_path.hpp"

#include <hurtrock/value.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace hurtrock::view {

class Locales {
public:
    explicit Locales(const SearchPathSlot& search_path) : search_path_{search_path} {}

    /// With placeholders filled from a map; a Money is written as people read it. The message itself where the language has
    /// no sentence. `scope`: who speaks, as SearchPath::scope_of says it; empty for nobody in particular.
    std::string translate(std::string_view locale, std::string_view message, const Value& arguments, std::string_view scope = {}) const;

    static bool is_known(std::string_view locale) noexcept { return locale == "id" || locale == "en"; }

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
    };
    using Sentences = std::unordered_map<std::string, std::string, Hash, std::equal_to<>>;

public:
    /// All sentences at a moment.
    struct Catalog {
        struct Owned {
            Sentences id, en;
        };
        std::string version;
        Owned all;
        std::map<std::string, Owned, std::less<>> by_owner;
        /// Without its placeholders filled.
        std::string sentence(std::string_view locale, std::string_view scope, std::string_view message) const;
    };
    /// For those who ask often: a page.
    std::shared_ptr<const Catalog> current() const;

private:
    const SearchPathSlot& search_path_;
    mutable std::mutex mutex_;
    mutable std::chrono::steady_clock::time_point checked_{};
    mutable std::uint64_t path_version_{0};
    mutable std::shared_ptr<const Catalog> catalog_;
};

} // namespace hurtrock::view
