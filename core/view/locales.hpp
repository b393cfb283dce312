#pragma once
/// Sentences in the visitor's language. Locale files are YAML maps: English source text, or the code of a problem, to the
/// sentence, with %(name)s placeholders. Thread-safe; changed files are noticed within a second
/// (while they are watched, at once).

#include "search_path.hpp"

#include <hurtrock/value.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace hurtrock::view {

class Locales {
public:
    explicit Locales(const SearchPathSlot& search_path) : search_path_{search_path} {}

    /// The sentence without its placeholders filled; the message itself where the language has none.
    std::string sentence(std::string_view locale, std::string_view message) const;
    /// With placeholders filled from a map; a Money is written as people read it.
    std::string translate(std::string_view locale, std::string_view message, const Value& arguments) const;

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
        std::string version;
        Sentences id, en;
        std::string sentence(std::string_view locale, std::string_view message) const;
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
