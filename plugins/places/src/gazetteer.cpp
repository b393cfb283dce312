#include "gazetteer.hpp"

#include "words.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace hurtrock::places {
namespace {

[[noreturn]] void refuse(std::size_t line, const char* why)
{
    throw std::runtime_error{"areas.tsv:" + std::to_string(line) + ": " + why};
}

} // namespace

Gazetteer::Gazetteer(std::string text) : text_{std::move(text)}
{
    const std::string_view all{text_};
    areas_.reserve(static_cast<std::size_t>(std::count(all.begin(), all.end(), '\n')));
    std::size_t number = 0;
    for (std::size_t at = 0; at < all.size();) {
        const auto end = std::min(all.find('\n', at), all.size());
        const auto line = all.substr(at, end - at);
        at = end + 1;
        ++number;
        if (line.empty() || line.front() == '#') continue;
        const auto tab = line.find('\t');
        if (tab == std::string_view::npos || tab == 0 || tab + 1 == line.size())
            refuse(number, "not \"code TAB name\"");
        add(line.substr(0, tab), line.substr(tab + 1), number);
    }
}

void Gazetteer::add(std::string_view code, std::string_view name, std::size_t line)
{
    const auto dots = std::count(code.begin(), code.end(), '.');
    if (dots > 3) refuse(line, "a code has at most four parts");
    if (!areas_.empty() && areas_.back().code >= code) refuse(line, "codes must be sorted");

    Area area{.code = code, .name = name, .level = static_cast<Level>(dots)};
    area.inside = static_cast<std::uint32_t>(areas_.size());
    if (dots > 0) {
        // Sorted by code, the last area a level up is the one this lies in, or it is missing.
        const auto parent = std::find_if(areas_.rbegin(), areas_.rend(), [&](const Area& other) {
            return static_cast<int>(other.level) == static_cast<int>(area.level) - 1;
        });
        if (parent == areas_.rend() || !code.starts_with(parent->code) || code[parent->code.size()] != '.')
            refuse(line, "what it lies in is missing");
        area.inside = static_cast<std::uint32_t>(areas_.rend() - parent - 1);
    }
    const auto plain = comparable(name);
    area.words_at = static_cast<std::uint32_t>(words_.size());
    area.words_size = static_cast<std::uint16_t>(plain.size());
    words_ += plain;
    areas_.push_back(area);
}

std::string_view Gazetteer::words_of(const Area& area) const noexcept
{
    return std::string_view{words_}.substr(area.words_at, area.words_size);
}

std::optional<shop::Place> Gazetteer::find(std::string_view code) const
{
    const auto found = std::lower_bound(areas_.begin(), areas_.end(), code,
                                        [](const Area& area, std::string_view wanted) { return area.code < wanted; });
    if (found == areas_.end() || found->code != code || found->level < Level::district) return std::nullopt;
    return place(static_cast<std::uint32_t>(found - areas_.begin()));
}

std::vector<shop::Place> Gazetteer::search(const std::vector<std::string>& words, std::size_t limit) const
{
    if (words.empty() || words.size() > words_max || limit == 0) return {};
    auto found = matches(words, begins_word);
    if (found.empty()) found = matches(words, nearly_begins_word);
    const auto shown = std::min(limit, found.size());
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(shown), found.end(),
                      [&](const Match& left, const Match& right) {
                          if (left.score != right.score) return left.score > right.score;
                          const auto& one = areas_[left.area];
                          const auto& other = areas_[right.area];
                          return one.level != other.level ? one.level < other.level : one.code < other.code;
                      });
    std::vector<shop::Place> places;
    for (std::size_t index = 0; index < shown; ++index)
        places.push_back(place(found[index].area));
    return places;
}

/// One pass in the order of codes: what an area lies in has been seen, so each needs only its own name. An area answers
/// when every word is found in it or around it; a village only where it adds a word that its surroundings lack.
std::vector<Gazetteer::Match> Gazetteer::matches(const std::vector<std::string>& words, Begins begins) const
{
    const auto all = static_cast<std::uint8_t>((1U << words.size()) - 1U);
    std::vector<std::uint8_t> seen(areas_.size(), 0);
    std::vector<Match> found;
    for (std::uint32_t index = 0; index < areas_.size(); ++index) {
        const auto& area = areas_[index];
        const std::uint8_t around = area.inside == index ? std::uint8_t{0} : seen[area.inside];
        seen[index] = around;
        if (area.level == Level::village && around == all) continue;
        for (std::size_t word = 0; word < words.size(); ++word)
            if (begins(words_of(area), words[word])) seen[index] |= static_cast<std::uint8_t>(1U << word);
        if (seen[index] == all && area.level >= Level::district) found.push_back({index, score(index, words)});
    }
    return found;
}

/// A word counts most where it was typed first and where it names the area itself, and more when it is complete.
int Gazetteer::score(std::uint32_t area, const std::vector<std::string>& words) const
{
    constexpr std::array weights{1, 3, 6, 6};
    int sum = 0;
    for (auto index = area;; index = areas_[index].inside) {
        const auto& one = areas_[index];
        const auto weight = weights[static_cast<std::size_t>(one.level)];
        for (std::size_t word = 0; word < words.size(); ++word) {
            const int eager = word == 0 ? 2 : 1;
            if (is_word(words_of(one), words[word]))
                sum += 2 * weight * eager;
            else if (begins_word(words_of(one), words[word]))
                sum += weight * eager;
        }
        if (one.inside == index) return sum;
    }
}

shop::Place Gazetteer::place(std::uint32_t area) const
{
    shop::Place place{.code = std::string{areas_[area].code}};
    for (auto index = area;; index = areas_[index].inside) {
        const auto& one = areas_[index];
        const std::array parts{&place.province, &place.city, &place.district, &place.village};
        *parts[static_cast<std::size_t>(one.level)] = one.name;
        if (one.inside == index) return place;
    }
}

} // namespace hurtrock::places
