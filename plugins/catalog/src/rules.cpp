#include "repository_write.hpp"
#include "service.hpp"
#include "texts.hpp"

#include <chrono>
#include <set>

namespace hurtrock::catalog {
namespace {

constexpr std::size_t name_bytes_max = 400;
constexpr std::size_t description_bytes_max = 40'000;
constexpr std::int64_t measure_max = 1'000'000'000;

/// Collects what is wrong with a draft, field by field.
class Checker {
public:
    void refuse(std::string code, std::string field, Value arguments = {})
    {
        problems_.push_back({.code = std::move(code), .field = std::move(field), .arguments = std::move(arguments)});
    }
    void text(std::string& text, std::string_view field, std::size_t bytes_max, bool required = false)
    {
        text = trimmed(text);
        if (required && text.empty()) refuse("form.required", std::string{field});
        if (text.size() > bytes_max) refuse("catalog.text_too_long", std::string{field}, {{"max", bytes_max}});
    }
    void localised(Localised& both, std::string_view field, std::size_t bytes_max, bool required = false)
    {
        text(both.id, std::string{field} + "_id", bytes_max, required);
        text(both.en, std::string{field} + "_en", bytes_max);
    }
    /// Makes what is missing from the names.
    void slug(Localised& slug, const Localised& name)
    {
        if (slug.id.empty()) slug.id = slug_of(name.id);
        if (slug.en.empty()) slug.en = name.en.empty() ? slug.id : slug_of(name.en);
        if (slug.en.empty()) slug.en = slug.id;
        if (!is_slug(slug.id)) refuse("catalog.slug_invalid", "slug_id");
        if (!is_slug(slug.en)) refuse("catalog.slug_invalid", "slug_en");
    }
    void measure(std::int64_t value, std::string field)
    {
        if (value < 0 || value > measure_max) refuse("catalog.measure_invalid", std::move(field));
    }
    Problem problem() { return {.code = "form.invalid", .details = std::move(problems_)}; }
    bool ok() const noexcept { return problems_.empty(); }

private:
    std::vector<Problem> problems_;
};

void check_options(Checker& check, std::vector<Option>& options)
{
    if (options.size() > options_max) check.refuse("catalog.too_many_options", "options", {{"max", options_max}});
    for (std::size_t index = 0; index < options.size(); ++index) {
        const auto field = "option-" + std::to_string(index) + "-";
        check.localised(options[index].name, field + "name", name_bytes_max, true);
        if (options[index].values.empty() || options[index].values.size() > 100)
            check.refuse("catalog.option_values", field + "values");
        std::set<std::string> seen;
        for (auto& value : options[index].values) {
            check.localised(value.name, field + "values", name_bytes_max, true);
            if (!seen.insert(lower_ascii(value.name.id)).second)
                check.refuse("catalog.option_value_twice", field + "values", {{"value", value.name.id}});
            if (!value.swatch.empty() && swatch_of(value.swatch) != value.swatch)
                check.refuse("catalog.swatch_unknown", field + "values", {{"swatch", value.swatch}});
        }
    }
}

/// "2026-12-24", of a day that exists.
bool is_day(std::string_view text)
{
    constexpr std::string_view form = "dddd-dd-dd";
    if (text.size() != form.size()) return false;
    for (std::size_t place = 0; place < form.size(); ++place)
        if (form[place] == 'd' ? text[place] < '0' || text[place] > '9' : text[place] != '-') return false;
    const auto number = [&](std::size_t from, std::size_t count) {
        return static_cast<unsigned>(whole_number(text.substr(from, count)).value_or(0));
    };
    return std::chrono::year_month_day{std::chrono::year{static_cast<int>(number(0, 4))},
                                       std::chrono::month{number(5, 2)}, std::chrono::day{number(8, 2)}}
        .ok();
}

void check_variant(Checker& check, const ProductDraft& draft, const Variant& variant, const std::string& field)
{
    if (!is_sku(variant.sku)) check.refuse("catalog.sku_invalid", field + "sku");
    if (variant.price < 0 || variant.price > price_max) check.refuse("catalog.price_invalid", field + "price");
    if (variant.compare_at && (*variant.compare_at <= variant.price || *variant.compare_at > price_max))
        check.refuse("catalog.compare_at_invalid", field + "compare_at");
    check.measure(variant.weight_g, field + "weight_g");
    check.measure(variant.length_mm, field + "length_mm");
    check.measure(variant.width_mm, field + "width_mm");
    check.measure(variant.height_mm, field + "height_mm");

    for (std::size_t option = 0; option < draft.options.size(); ++option) {
        const auto chosen = option < variant.values.size() ? variant.values[option] : 0;
        if (chosen < 1 || chosen > static_cast<std::int64_t>(draft.options[option].values.size()))
            check.refuse("catalog.choice_missing", field + "value-" + std::to_string(option),
                         {{"option", draft.options[option].name.id}});
    }
}

void check_variants(Checker& check, ProductDraft& draft)
{
    if (draft.variants.empty()) check.refuse("catalog.no_variant", "variant-0-sku");
    if (draft.variants.size() > variants_max)
        check.refuse("catalog.too_many_variants", "variant-0-sku", {{"max", variants_max}});
    std::set<std::string> skus;
    std::set<std::vector<std::int64_t>> choices;
    for (std::size_t index = 0; index < draft.variants.size(); ++index) {
        auto& variant = draft.variants[index];
        const auto field = "variant-" + std::to_string(index) + "-";
        variant.sku = sku_of(variant.sku);
        variant.values.resize(draft.options.size());
        check_variant(check, draft, variant, field);
        if (!skus.insert(variant.sku).second) check.refuse("catalog.sku_twice", field + "sku", {{"sku", variant.sku}});
        if (!draft.options.empty() && !choices.insert(variant.values).second)
            check.refuse("catalog.choice_twice", field + "value-0");
    }
}

} // namespace

Result<ProductDraft> CatalogService::checked(ProductDraft draft) const
{
    Checker check;
    check.localised(draft.name, "name", name_bytes_max, true);
    check.slug(draft.slug, draft.name);
    check.localised(draft.description, "description", description_bytes_max);
    check.localised(draft.warranty, "warranty", name_bytes_max);
    check.text(draft.brand, "brand", name_bytes_max);
    if (!draft.brand.empty() && slug_of(draft.brand).empty()) check.refuse("catalog.brand_invalid", "brand");
    check.text(draft.model, "model", name_bytes_max);
    check.text(draft.supplier, "supplier", name_bytes_max);
    if (!draft.expected_on.empty() && !is_day(draft.expected_on)) check.refuse("catalog.day_invalid", "expected_on");
    if (draft.category == 0) check.refuse("catalog.category_missing", "category");
    check_options(check, draft.options);
    check_variants(check, draft);

    if (draft.specifications.size() > specifications_max)
        check.refuse("catalog.too_many_specifications", "specifications", {{"max", specifications_max}});
    for (auto& each : draft.specifications) {
        check.localised(each.heading, "specifications", name_bytes_max);
        check.localised(each.name, "specifications", name_bytes_max, true);
        check.localised(each.value, "specifications", name_bytes_max, true);
    }
    if (draft.pictures.size() > pictures_max)
        check.refuse("catalog.too_many_pictures", "pictures", {{"max", pictures_max}});
    for (auto& picture : draft.pictures)
        check.localised(picture.alt, "pictures", name_bytes_max);
    if (!check.ok()) return check.problem();
    return draft;
}

Result<std::int64_t> CatalogService::save_category(Transaction& tx, std::int64_t id, CategoryDraft draft)
{
    Checker check;
    check.localised(draft.name, "name", name_bytes_max, true);
    check.localised(draft.description, "description", description_bytes_max);
    check.slug(draft.slug, draft.name);
    if (draft.key.empty()) draft.key = slug_of(draft.name.id).substr(0, 100);
    if (!is_slug(draft.key) || draft.key.size() > 100) check.refuse("catalog.slug_invalid", "key");
    if (draft.position < 0 || draft.position > 1'000'000) check.refuse("catalog.measure_invalid", "position");
    if (!check.ok()) return check.problem();

    repository::lock_categories(tx);
    const auto tree = repository::categories(tx);
    const auto find = [&](std::int64_t wanted) {
        return std::find_if(tree.begin(), tree.end(), [&](const Category& each) { return each.id == wanted; });
    };
    const auto before = find(id);
    if (id != 0 && before == tree.end()) return Problem{.code = "catalog.not_found", .status = 404};
    if (id != 0 && before->draft == draft) return id;

    const auto parent = find(draft.parent);
    if (draft.parent != 0 && parent == tree.end())
        return Problem{.code = "catalog.category_missing", .field = "parent"};
    for (auto step = parent; step != tree.end(); step = find(step->draft.parent))
        if (id != 0 && step->id == id) return Problem{.code = "catalog.category_circle", .field = "parent"};

    std::int64_t levels_below = 0;
    if (id != 0)
        for (auto each = std::next(before); each != tree.end() && each->depth > before->depth; ++each)
            levels_below = std::max(levels_below, each->depth - before->depth);
    const auto depth = draft.parent == 0 ? 0 : parent->depth + 1;
    if (depth + levels_below >= category_depth_max)
        return Problem{.code = "catalog.category_depth", .field = "parent", .arguments = {{"max", category_depth_max}}};
    if (repository::category_key_in_use(tx, id, draft.key)) return Problem{.code = "catalog.key_taken", .field = "key"};
    if (const auto taken = repository::category_slug_in_use(tx, id, draft.slug); !taken.empty())
        return Problem{.code = "catalog.slug_taken",
                       .field = taken == draft.slug.id ? "slug_id" : "slug_en",
                       .arguments = {{"slug", taken}}};

    if (id == 0)
        id = repository::insert_category(tx, draft);
    else
        repository::update_category(tx, id, draft);
    repository::put_category_slugs(tx, id, draft.slug);
    repository::refresh_search(tx, repository::products_below(tx, id));
    forget_tree_after(tx);
    return id;
}

} // namespace hurtrock::catalog
