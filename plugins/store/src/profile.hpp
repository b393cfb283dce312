#pragma once
/// shop::Store: the shop's profile out of the settings. Thread-safe.

#include <hurtrock/plugin.hpp>
#include <hurtrock/shop/store.hpp>

namespace hurtrock::store {

class Profile final : public shop::Store {
public:
    explicit Profile(Settings& settings) : settings_{settings} {}

    Value profile(std::string_view locale) override;

private:
    /// "tagline" in the visitor's language, or in the other one where it is empty.
    std::string localised(const std::string& key, std::string_view locale) const;

    Settings& settings_;
};

} // namespace hurtrock::store
