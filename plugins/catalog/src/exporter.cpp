#include "exporter.hpp"

#include "import_rows.hpp"

#include <unordered_map>

namespace hurtrock::catalog {
namespace {

constexpr std::int64_t products_at_once = 100;

std::string number(std::int64_t value)
{
    return std::to_string(value);
}
std::string flag(bool value)
{
    return value ? "True" : "False";
}

std::string path_of(const Product& product, bool english)
{
    std::string path;
    for (const auto& step : product.trail) {
        if (!path.empty()) path += " > ";
        path += english ? step.name.in("en") : std::string_view{step.name.id};
    }
    return path;
}

std::string choices_of(const ProductDraft& draft, const Variant& variant, bool english)
{
    std::vector<NamedLine> lines;
    bool any = !english;
    for (std::size_t option = 0; option < variant.values.size() && option < draft.options.size(); ++option) {
        const auto& value = draft.options[option].values[static_cast<std::size_t>(variant.values[option] - 1)];
        lines.push_back({"", english ? draft.options[option].name.en : draft.options[option].name.id,
                         english ? value.name.en : value.name.id});
        any = any || !lines.back().name.empty() || !lines.back().value.empty();
    }
    return any ? text_of(lines) : std::string{};
}

std::string specifications_of(const ProductDraft& draft, bool english)
{
    std::vector<NamedLine> lines;
    bool any = !english;
    for (const auto& each : draft.specifications) {
        lines.push_back(english ? NamedLine{each.heading.en, each.name.en, each.value.en}
                                : NamedLine{each.heading.id, each.name.id, each.value.id});
        any = any || !lines.back().name.empty() || !lines.back().value.empty();
    }
    return any ? text_of(lines) : std::string{};
}

std::string line_of(const Product& product, std::size_t index, std::optional<std::int64_t> stock)
{
    const auto& draft = product.draft;
    const auto& variant = draft.variants[index];
    std::vector<std::string> cells(column_names.size());
    const auto put = [&](Column column, std::string text) {
        cells[static_cast<std::size_t>(column)] = std::move(text);
    };
    put(Column::name, draft.name.id);
    put(Column::slug, draft.slug.id);
    put(Column::brand, draft.brand);
    put(Column::model, draft.model);
    put(Column::category, path_of(product, false));
    put(Column::price_idr, number(variant.price));
    put(Column::stock, stock ? number(*stock) : "");
    put(Column::weight_g, number(variant.weight_g));
    put(Column::is_active, flag(draft.active));
    put(Column::is_featured, flag(draft.featured));
    put(Column::description, draft.description.id);
    put(Column::name_en, draft.name.en);
    put(Column::slug_en, draft.slug.en);
    put(Column::description_en, draft.description.en);
    put(Column::sku, variant.sku);
    put(Column::category_en, path_of(product, true));
    put(Column::compare_at_idr, variant.compare_at ? number(*variant.compare_at) : "");
    put(Column::supplier, draft.supplier);
    put(Column::length_mm, number(variant.length_mm));
    put(Column::width_mm, number(variant.width_mm));
    put(Column::height_mm, number(variant.height_mm));
    put(Column::warranty, draft.warranty.id);
    put(Column::warranty_en, draft.warranty.en);
    put(Column::options, choices_of(draft, variant, false));
    put(Column::options_en, choices_of(draft, variant, true));
    put(Column::specifications, specifications_of(draft, false));
    put(Column::specifications_en, specifications_of(draft, true));
    return csv_line(cells);
}

} // namespace

void export_products(CatalogService& service, const std::function<void(std::string_view)>& write)
{
    auto& database = service.host().database();
    write(csv_line({column_names.begin(), column_names.end()}));
    std::int64_t last = 0;
    for (;;) {
        const auto products = repository::products_after(database, last, products_at_once);
        if (products.empty()) return;
        last = products.back().id.value;

        std::vector<VariantId> ids;
        for (const auto& product : products)
            for (const auto& variant : product.draft.variants)
                ids.push_back({variant.id});
        std::unordered_map<VariantId, std::int64_t> shelf;
        const auto inventory = service.host().services().find<shop::Inventory>();
        if (inventory) shelf = inventory->on_hand(database, ids);

        for (const auto& product : products)
            for (std::size_t index = 0; index < product.draft.variants.size(); ++index) {
                const VariantId id{product.draft.variants[index].id};
                write(line_of(product, index, inventory ? std::optional{shelf[id]} : std::nullopt));
            }
    }
}

} // namespace hurtrock::catalog
