#pragma once
/// shop::Places over the gazetteer.

#include "gazetteer.hpp"

namespace hurtrock::places {

class PlacesService final : public shop::Places {
public:
    explicit PlacesService(Gazetteer gazetteer) : gazetteer_{std::move(gazetteer)} {}

    std::vector<shop::Place> search(std::string_view text, int limit) override;
    std::optional<shop::Place> find(std::string_view code) override { return gazetteer_.find(code); }
    shop::PlaceAnswer resolve(std::string_view text, std::string_view code) override;

    std::size_t size() const noexcept { return gazetteer_.size(); }

private:
    Gazetteer gazetteer_;
};

} // namespace hurtrock::places
