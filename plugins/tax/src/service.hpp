#pragma once
/// The tax inside lines, with the rates in force.

#include "repository.hpp"

#include <hurtrock/plugin.hpp>
#include <hurtrock/shop/catalog.hpp>

namespace hurtrock::tax {

class TaxService final : public shop::Tax {
public:
    explicit TaxService(Host& host) : settings_{host.settings()}, catalog_{host.services()} {}

    /// One statement; three when some product or category is in a class of its own.
    shop::TaxSummary inside(Reader& reader, const std::vector<shop::TaxableLine>& lines, Money shipping,
                            Time at) override;

private:
    std::unordered_map<VariantId, Class> classes_of(Reader& reader, const std::vector<shop::TaxableLine>& lines);

    Settings& settings_;
    Service<shop::Catalog> catalog_;
};

/// The product's own class, else that of the nearest category, else standard.
Class class_of(const shop::VariantView& variant, const std::vector<Assignment>& assignments);

} // namespace hurtrock::tax
