#include "importer.hpp"

#include "repository_write.hpp"
#include "texts.hpp"

#include <unordered_map>

namespace hurtrock::catalog {
namespace {

/// Search rows are made anew in portions, so that no single statement runs long.
constexpr std::size_t refresh_portion = 200;

std::vector<std::string> path_steps(std::string_view path)
{
    std::vector<std::string> steps;
    while (!path.empty()) {
        const auto end = path.find('>');
        if (auto step = trimmed(path.substr(0, end)); !step.empty()) steps.push_back(std::move(step));
        path.remove_prefix(end == std::string_view::npos ? path.size() : end + 1);
    }
    return steps;
}

bool is_called(const Category& category, std::string_view name)
{
    return same_ignoring_case(category.draft.name.id, name) || same_ignoring_case(category.draft.name.en, name) ||
           category.draft.key == name || category.draft.slug.id == name;
}

/// Replaces a text when its column is there. A description that came out of an export stays exactly as it was.
void put_text(std::string& text, const std::optional<std::string>& cell, bool is_description = false)
{
    if (!cell || *cell == text) return;
    text = is_description ? markdown_of_plain(*cell) : *cell;
}

bool is_colour(const Localised& option)
{
    const auto name = slug_of(option.id) + ' ' + slug_of(option.en);
    return name.find("warna") != std::string::npos || name.find("colo") != std::string::npos ||
           name.find("finish") != std::string::npos;
}

} // namespace

void Importer::run(const std::vector<ImportRow>& rows, const std::function<void(std::size_t)>& progress)
{
    std::size_t done = 0;
    for (const auto& group : grouped(rows)) {
        if (problems_.size() >= import_problems_max) return;
        put_product(group);
        done += group.size();
        progress(done);
    }
    if (!problems_.empty()) return;
    for (std::size_t from = 0; from < saved_.size(); from += refresh_portion) {
        const auto to = std::min(from + refresh_portion, saved_.size());
        repository::refresh_search(tx_, {saved_.begin() + static_cast<std::ptrdiff_t>(from),
                                         saved_.begin() + static_cast<std::ptrdiff_t>(to)});
    }
    const auto stock = service_.put_on_hand(tx_, stock_, "import", "import");
    if (!stock)
        problems_.push_back(stock.problem());
    else
        counts_.stock = *stock;
}

std::vector<Importer::Group> Importer::grouped(const std::vector<ImportRow>& rows)
{
    std::vector<Group> groups;
    std::unordered_map<std::string, std::size_t> places;
    for (const auto& row : rows) {
        auto key = std::string{row.text(Column::slug)};
        if (key.empty() && !row.text(Column::sku).empty()) {
            // A row that names its product by SKU alone joins the product that has it.
            const auto owner = repository::product_of_sku(tx_, sku_of(row.text(Column::sku)));
            if (owner) key = "#" + std::to_string(owner->value);
        }
        if (key.empty()) key = slug_of(row.text(Column::name));
        const auto [place, is_new] = places.emplace(key, groups.size());
        if (is_new) groups.emplace_back();
        groups[place->second].push_back(&row);
    }
    return groups;
}

void Importer::put_product(const Group& group)
{
    const auto& first = *group.front();
    const auto slug =
        first.text(Column::slug).empty() ? slug_of(first.text(Column::name)) : std::string{first.text(Column::slug)};
    std::optional<ProductId> id;
    if (!slug.empty()) id = repository::product_of_slugs(tx_, {slug, ""});
    if (!id && !first.text(Column::sku).empty()) id = repository::product_of_sku(tx_, sku_of(first.text(Column::sku)));

    ProductDraft draft;
    if (id)
        if (const auto product = repository::product(tx_, *id)) draft = product->draft;
    if (!put_product_cells(draft, first, !id)) return;
    for (const auto* row : group)
        if (!put_variant(draft, *row)) return;

    std::vector<std::string> skus;
    for (const auto& variant : draft.variants)
        skus.push_back(variant.sku);
    const auto saved = service_.save(tx_, id.value_or(ProductId{}), std::move(draft), false);
    if (!saved) return refuse(group, saved.problem());
    if (saved->saved != Saved::unchanged) saved_.push_back(saved->id.value);
    (saved->saved == Saved::created   ? counts_.created
     : saved->saved == Saved::changed ? counts_.changed
                                      : counts_.unchanged) += 1;

    for (const auto* row : group) {
        if (!row->number(Column::stock)) continue;
        const auto sku = sku_of(row->text(Column::sku));
        const auto place = sku.empty() ? skus.begin() : std::find(skus.begin(), skus.end(), sku);
        stock_.emplace_back(saved->variant_ids[static_cast<std::size_t>(place - skus.begin())],
                            *row->number(Column::stock));
    }
}

bool Importer::put_product_cells(ProductDraft& draft, const ImportRow& row, bool is_new)
{
    if (is_new && row.text(Column::name).empty()) {
        problems_.push_back(cell_problem(row, Column::name, "catalog.import_needs_name"));
        return false;
    }
    if (!row.text(Column::name).empty()) draft.name.id = row.text(Column::name);
    put_text(draft.name.en, row.cell(Column::name_en));
    if (!row.text(Column::slug).empty()) draft.slug.id = row.text(Column::slug);
    if (!row.text(Column::slug_en).empty()) draft.slug.en = row.text(Column::slug_en);
    put_text(draft.brand, row.cell(Column::brand));
    put_text(draft.model, row.cell(Column::model));
    put_text(draft.supplier, row.cell(Column::supplier));
    put_text(draft.description.id, row.cell(Column::description), true);
    put_text(draft.description.en, row.cell(Column::description_en), true);
    put_text(draft.warranty.id, row.cell(Column::warranty));
    put_text(draft.warranty.en, row.cell(Column::warranty_en));
    if (row.active) draft.active = *row.active;
    if (row.featured) draft.featured = *row.featured;
    put_specifications(draft, row);

    if (!row.text(Column::category).empty()) {
        draft.category = category(row);
        return draft.category != 0;
    }
    if (is_new) problems_.push_back(cell_problem(row, Column::category, "catalog.import_needs_category"));
    return !is_new;
}

bool Importer::put_variant(ProductDraft& draft, const ImportRow& row)
{
    const auto sku = sku_of(row.text(Column::sku));
    auto found = std::find_if(draft.variants.begin(), draft.variants.end(),
                              [&](const Variant& each) { return each.sku == sku; });
    if (sku.empty()) {
        if (draft.variants.size() > 1) {
            problems_.push_back(cell_problem(row, Column::sku, "catalog.import_needs_sku"));
            return false;
        }
        found = draft.variants.begin();
    } else {
        const auto [earlier, is_first] = skus_given_.emplace(sku, row.line);
        if (!is_first) {
            problems_.push_back(cell_problem(row, Column::sku, "catalog.import_sku_twice",
                                             {{"sku", sku}, {"earlier", earlier->second}}));
            return false;
        }
    }
    if (found == draft.variants.end()) {
        if (!row.number(Column::price_idr)) {
            problems_.push_back(cell_problem(row, Column::price_idr, "catalog.import_needs_price"));
            return false;
        }
        draft.variants.emplace_back();
        found = std::prev(draft.variants.end());
        found->sku = sku.empty() ? fresh_sku(draft, row) : sku;
    }
    const auto put = [&](std::int64_t& number, Column column) {
        if (row.number(column)) number = *row.number(column);
    };
    put(found->price, Column::price_idr);
    put(found->weight_g, Column::weight_g);
    put(found->length_mm, Column::length_mm);
    put(found->width_mm, Column::width_mm);
    put(found->height_mm, Column::height_mm);
    if (row.cell(Column::compare_at_idr)) found->compare_at = row.number(Column::compare_at_idr);
    put_choices(draft, *found, row);
    return true;
}

void Importer::put_choices(ProductDraft& draft, Variant& variant, const ImportRow& row)
{
    const auto choices = named_lines(row.text(Column::options));
    const auto english = named_lines(row.text(Column::options_en));
    for (std::size_t index = 0; index < choices.size(); ++index) {
        const auto& choice = choices[index];
        const auto* translated = index < english.size() ? &english[index] : nullptr;
        auto option = std::find_if(draft.options.begin(), draft.options.end(),
                                   [&](const Option& each) { return each.name.id == choice.name; });
        if (option == draft.options.end()) option = draft.options.insert(option, Option{{choice.name, {}}, {}});
        if (translated != nullptr) option->name.en = translated->name;

        auto value = std::find_if(option->values.begin(), option->values.end(),
                                  [&](const OptionValue& each) { return each.name.id == choice.value; });
        if (value == option->values.end()) {
            value = option->values.insert(value, OptionValue{{choice.value, {}}, {}});
            if (is_colour(option->name))
                value->swatch = swatch_of(translated != nullptr ? translated->value : choice.value);
            if (value->swatch.empty() && is_colour(option->name)) value->swatch = swatch_of(choice.value);
        }
        if (translated != nullptr) value->name.en = translated->value;
        const auto place = static_cast<std::size_t>(option - draft.options.begin());
        if (variant.values.size() <= place) variant.values.resize(place + 1);
        variant.values[place] = value - option->values.begin() + 1;
    }
}

void Importer::put_specifications(ProductDraft& draft, const ImportRow& row)
{
    if (!row.cell(Column::specifications)) return;
    const auto english = named_lines(row.text(Column::specifications_en));
    const bool translated = row.cell(Column::specifications_en).has_value();
    auto before = std::move(draft.specifications);
    draft.specifications.clear();
    for (const auto& line : named_lines(row.text(Column::specifications))) {
        const auto index = draft.specifications.size();
        Specification made{{line.heading, {}}, {line.name, {}}, {line.value, {}}};
        if (translated && index < english.size()) {
            made.heading.en = english[index].heading;
            made.name.en = english[index].name;
            made.value.en = english[index].value;
        } else if (!translated && index < before.size() && before[index].name.id == line.name &&
                   before[index].value.id == line.value) {
            made = before[index];
        }
        draft.specifications.push_back(std::move(made));
    }
}

std::string Importer::fresh_sku(const ProductDraft& draft, const ImportRow& row)
{
    // The maker's model number where it is free, else the address, which is the product's own.
    auto sku = sku_of(row.text(Column::model));
    const bool taken = sku.empty() || skus_given_.contains(sku) || repository::product_of_sku(tx_, sku);
    if (taken) sku = sku_of(draft.slug.id.empty() ? slug_of(draft.name.id) : draft.slug.id);
    skus_given_.emplace(sku, row.line);
    return sku;
}

std::int64_t Importer::category(const ImportRow& row)
{
    const auto key = lower_ascii(row.text(Column::category));
    if (const auto known = categories_.find(key); known != categories_.end()) return known->second;

    auto tree = repository::categories(tx_);
    const auto steps = path_steps(row.text(Column::category)), english = path_steps(row.text(Column::category_en));
    if (steps.size() == 1) {
        // A name alone means the category nearest to the root.
        const Category* found = nullptr;
        for (const auto& each : tree)
            if (is_called(each, steps.front()) && (found == nullptr || each.depth < found->depth)) found = &each;
        if (found != nullptr) return categories_[key] = found->id;
    }
    std::int64_t parent = 0;
    for (std::size_t index = 0; index < steps.size(); ++index) {
        const auto found = std::find_if(tree.begin(), tree.end(), [&](const Category& each) {
            return each.draft.parent == parent && is_called(each, steps[index]);
        });
        if (found != tree.end()) {
            parent = found->id;
            continue;
        }
        CategoryDraft draft;
        draft.parent = parent;
        draft.name = {steps[index], english.size() == steps.size() ? english[index] : ""};
        draft.position = 1000;
        const auto made = service_.save_category(tx_, 0, std::move(draft));
        if (!made) {
            const auto& cause = made.problem().details.empty() ? made.problem() : made.problem().details.front();
            problems_.push_back(cell_problem(row, Column::category, cause.code, cause.arguments));
            return 0;
        }
        parent = *made;
        ++counts_.categories;
    }
    return categories_[key] = parent;
}

void Importer::refuse(const Group& group, const Problem& problem)
{
    const auto tell = [&](const Problem& each) {
        // "variant-3-sku": which row of the product it is about is known by its place among the new ones at best; say
        // the product's first line and the column.
        auto column = Column::name;
        for (std::size_t index = 0; index < column_names.size(); ++index)
            if (each.field.ends_with(column_names[index])) column = static_cast<Column>(index);
        if (each.field.ends_with("price")) column = Column::price_idr;
        if (each.field.ends_with("compare_at")) column = Column::compare_at_idr;
        if (each.field.find("value") != std::string::npos || each.field.starts_with("option-"))
            column = Column::options;
        if (each.field.starts_with("specifications")) column = Column::specifications;
        problems_.push_back(cell_problem(*group.front(), column, each.code, each.arguments));
    };
    if (problem.details.empty()) tell(problem);
    for (const auto& each : problem.details)
        tell(each);
}

} // namespace hurtrock::catalog
