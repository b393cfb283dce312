#pragma once
/// Gazetteer: the areas of Indonesia in memory, read once from the plugin's data file (about 92,000 lines, 3 MB), then
/// never changed: any thread may ask.

#include <hurtrock/shop/places.hpp>

#include <cstdint>

namespace hurtrock::places {

class Gazetteer {
public:
    /// No areas: nothing is found and every address is accepted as typed.
    Gazetteer() = default;
    /// Lines "code TAB name", sorted by code; a line that begins with '#' is a note. Throws std::runtime_error with the
    /// number of a line that is not like that, or whose surrounding area is missing.
    explicit Gazetteer(std::string text);

    std::size_t size() const noexcept { return areas_.size(); }
    std::optional<shop::Place> find(std::string_view code) const;
    /// Best first, see shop::Places::search.
    std::vector<shop::Place> search(const std::vector<std::string>& words, std::size_t limit) const;

private:
    enum class Level : std::uint8_t { province, city, district, village };

    struct Area {
        std::string_view code, name;
        /// Part of words_, see comparable().
        std::uint32_t words_at{0};
        std::uint16_t words_size{0};
        Level level{Level::province};
        /// Index of the area this one lies in; itself for a province.
        std::uint32_t inside{0};
    };

    struct Match {
        std::uint32_t area;
        int score;
    };

    using Begins = bool (*)(std::string_view, std::string_view) noexcept;

    void add(std::string_view code, std::string_view name, std::size_t line);
    std::string_view words_of(const Area& area) const noexcept;
    std::vector<Match> matches(const std::vector<std::string>& words, Begins begins) const;
    int score(std::uint32_t area, const std::vector<std::string>& words) const;
    shop::Place place(std::uint32_t area) const;

    /// What the names and codes of areas_ are views into.
    std::string text_;
    std::string words_;
    std::vector<Area> areas_;
};

} // namespace hurtrock::places
