#include "service.hpp"

#include "words.hpp"

#include <algorithm>

namespace hurtrock::places {
namespace {

constexpr int candidates_max = 8;

/// Whether every word typed belongs to the place: a code left over from an earlier text does not count.
bool fits(const shop::Place& place, std::string_view text)
{
    const auto words = wanted_words(text);
    const auto label = comparable(place.label());
    return std::all_of(words.begin(), words.end(), [&](const auto& word) { return begins_word(label, word); });
}

} // namespace

std::vector<shop::Place> PlacesService::search(std::string_view text, int limit)
{
    return gazetteer_.search(wanted_words(text), static_cast<std::size_t>(std::clamp(limit, 0, results_max)));
}

shop::PlaceAnswer PlacesService::resolve(std::string_view text, std::string_view code)
{
    shop::PlaceAnswer answer;
    answer.postal_code = postal_code_in(text);
    if (auto chosen = gazetteer_.find(code); chosen && fits(*chosen, text)) {
        answer.place = std::move(chosen);
        return answer;
    }
    auto found = search(text, candidates_max);
    const auto typed = comparable(text);
    const auto same = std::find_if(found.begin(), found.end(),
                                   [&](const shop::Place& place) { return comparable(place.label()) == typed; });
    if (same != found.end())
        answer.place = *same;
    else if (found.size() == 1)
        answer.place = found.front();
    else
        answer.candidates = std::move(found);
    return answer;
}

} // namespace hurtrock::places
