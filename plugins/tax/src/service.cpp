#include "service.hpp"

#include "arithmetic.hpp"

#include <algorithm>

namespace hurtrock::tax {
namespace {

/// The name on every paper; Pajak Pertambahan Nilai.
constexpr const char* tax_name = "PPN";

shop::TaxInside untaxed(Money gross) { return {gross, gross, Money{}}; }

} // namespace

Class class_of(const shop::VariantView& variant, const std::vector<Assignment>& assignments)
{
    const auto named = [&](bool is_product, std::int64_t number) {
        return std::find_if(assignments.begin(), assignments.end(), [&](const Assignment& each) {
            return each.is_product == is_product && each.number == number;
        });
    };
    if (const auto own = named(true, variant.product.value); own != assignments.end()) return own->tax_class;
    for (const auto category : variant.categories)
        if (const auto found = named(false, category); found != assignments.end()) return found->tax_class;
    return Class::standard;
}

std::unordered_map<VariantId, Class> TaxService::classes_of(Reader& reader, const std::vector<shop::TaxableLine>& lines)
{
    std::vector<VariantId> ids;
    for (const auto& line : lines)
        ids.push_back(line.variant);
    const auto variants = catalog_->variants(reader, ids, "id");
    std::vector<std::int64_t> products, categories;
    for (const auto& variant : variants) {
        products.push_back(variant.product.value);
        categories.insert(categories.end(), variant.categories.begin(), variant.categories.end());
    }
    const auto assignments = repository::assignments_of(reader, products, categories);
    std::unordered_map<VariantId, Class> by_variant;
    for (const auto& variant : variants)
        by_variant.emplace(variant.id, class_of(variant, assignments));
    return by_variant;
}

shop::TaxSummary TaxService::inside(Reader& reader, const std::vector<shop::TaxableLine>& lines, Money shipping,
                                    Time at)
{
    const bool charged = settings_.boolean("charged");
    const auto in_force = charged ? repository::in_force(reader, at) : repository::InForce{};
    const auto by_variant = in_force.has_assignments ? classes_of(reader, lines) : std::unordered_map<VariantId, Class>{};

    shop::TaxSummary summary;
    bool any = false;
    const auto taxed = [&](Money gross, Class tax_class) {
        const auto rate = in_force.rates.find(tax_class);
        if (rate == in_force.rates.end() || rate->second.rate == 0 || gross == Money{}) return untaxed(gross);
        any = true;
        return tax::inside(gross, rate->second);
    };
    for (const auto& line : lines) {
        const auto found = by_variant.find(line.variant);
        summary.lines.push_back(taxed(line.gross, found == by_variant.end() ? Class::standard : found->second));
    }
    summary.shipping = settings_.boolean("on_shipping") ? taxed(shipping, Class::standard) : untaxed(shipping);

    const auto standard = in_force.rates.find(Class::standard);
    if (!any || standard == in_force.rates.end()) return summary;
    summary.name = tax_name;
    summary.statutory_rate = statutory_text(standard->second);
    summary.effective_rate = effective_text(standard->second);
    return summary;
}

} // namespace hurtrock::tax
