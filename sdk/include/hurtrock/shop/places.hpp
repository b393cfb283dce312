#pragma once
/// Places: the administrative areas of Indonesia, for addresses. Provided by the places plugin. Held in memory: no call
/// touches the database, all may be made from any thread.
///
/// Lists are never complete and names change: an address is accepted as typed when nothing here fits.

#include <hurtrock/shop/customers.hpp>

#include <optional>
#include <vector>

namespace hurtrock::shop {

/// A kecamatan, or a kelurahan or desa in one, with what it lies in.
struct Place {
    /// Of the Ministry of Home Affairs: "32.73.02" or "32.73.02.1004".
    std::string code{};
    /// Empty for a kecamatan as a whole.
    std::string village{};
    std::string district{}, city{}, province{};

    /// "Dago, Coblong, Kota Bandung, Jawa Barat"
    std::string label() const
    {
        std::string text;
        for (const auto* part : {&village, &district, &city, &province}) {
            if (part->empty()) continue;
            if (!text.empty()) text += ", ";
            text += *part;
        }
        return text;
    }
    void write_to(Address& address) const
    {
        address.village = village;
        address.district = district;
        address.city = city;
        address.province = province;
    }
};

/// What a typed place came to: the place, or some to choose from, or neither.
struct PlaceAnswer {
    std::optional<Place> place{};
    std::vector<Place> candidates{};
    /// Five digits that stood in the text.
    std::string postal_code{};
};

class Places {
public:
    static constexpr const char* interface_name = "hurtrock.places/1";
    /// Chosen by a customer whose place is not listed: the text stays as it is.
    static constexpr std::string_view as_typed = "as-typed";
    static constexpr int results_max = 20;

    /// Best first, at most limit (results_max). Every word must begin a word of the place or of what it lies in; when nothing
    /// fits, one wrong letter a word is forgiven.
    virtual std::vector<Place> search(std::string_view text, int limit) = 0;
    virtual std::optional<Place> find(std::string_view code) = 0;
    /// For a form sent without scripts: the code wins if it fits the text, then a text that means one place only.
    virtual PlaceAnswer resolve(std::string_view text, std::string_view code) = 0;

protected:
    ~Places() = default;
};

} // namespace hurtrock::shop
