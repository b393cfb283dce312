#include "couriers.hpp"

#include <algorithm>
#include <array>

namespace hurtrock::orders
{
namespace
{

struct Courier {
    std::string_view name;
    /// What comes before the number.
    std::string_view address;
};

constexpr std::array couriers{
    Courier{"jne", "https://www.jne.co.id/tracking-package?awb="},
    Courier{"j&t", "https://jet.co.id/track?awb="},
    Courier{"jnt", "https://jet.co.id/track?awb="},
    Courier{"sicepat", "https://www.sicepat.com/checkAwb?awb="},
    Courier{"anteraja", "https://anteraja.id/tracking/"},
    Courier{"pos", "https://www.posindonesia.co.id/id/tracking?resi="},
    Courier{"tiki", "https://www.tiki.id/id/track?awb="},
    Courier{"ninja", "https://www.ninjaxpress.co/id-id/tracking?id="},
    Courier{"lion", "https://lionparcel.com/track/stt?q="},
    Courier{"wahana", "https://wahana.com/tracking?ttk="},
    Courier{"sap", "https://www.sapx.id/tracking/?awb="},
};

std::string lower_first_word(std::string_view text)
{
    std::string word{text.substr(0, text.find(' '))};
    std::transform(word.begin(), word.end(), word.begin(), [](unsigned char letter) {
        return static_cast<char>(letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter);
    });
    return word;
}

/// Only what a tracking number is made of, so that it can stand in an address as it is.
bool is_plain(std::string_view number)
{
    return !number.empty() && std::all_of(number.begin(), number.end(), [](unsigned char letter) {
        return (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') ||
               (letter >= 'a' && letter <= 'z') || letter == '-' || letter == '.';
    });
}

} // namespace

std::string tracking_url(std::string_view courier, std::string_view number)
{
    if (!is_plain(number)) return {};
    const auto word = lower_first_word(courier);
    for (const auto& known : couriers)
        if (word.starts_with(known.name)) return std::string{known.address} + std::string{number};
    return {};
}

} // namespace hurtrock::orders
