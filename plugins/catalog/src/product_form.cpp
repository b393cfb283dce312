#include "product_form.hpp"

#include "import_rows.hpp"
#include "list_view.hpp"
#include "texts.hpp"

namespace hurtrock::catalog {
namespace {

/// Rows a form may send of one kind.
constexpr std::size_t rows_max = 200;

class FormRows
{
public:
    FormRows(const Request& request, std::vector<Problem>& problems) : request_{request}, problems_{problems} {}

    std::string text(const std::string& field) const { return trimmed(request_.form(field).value_or("")); }
    std::string prose(const std::string& field) const
    {
        auto text = this->text(field);
        std::erase(text, '\r');
        return text;
    }
    Localised both(const std::string& field) const { return {text(field + "_id"), text(field + "_en")}; }
    bool ticked(const std::string& field) const { return request_.form(field).has_value(); }
    /// nullopt for an empty field; a problem (named by `as`) for anything but a number.
    std::optional<std::int64_t> number(const std::string& field, const std::string& as)
    {
        const auto typed = text(field);
        if (typed.empty()) return std::nullopt;
        const auto number = whole_number(typed);
        if (!number) problems_.push_back({.code = "form.number", .field = as});
        return number;
    }

private:
    const Request& request_;
    std::vector<Problem>& problems_;
};

/// "Sunburst | Sunburst | sunburst", one a line: Indonesian, English, swatch.
std::vector<OptionValue> values_of(std::string_view text)
{
    std::vector<OptionValue> values;
    while (!text.empty()) {
        const auto end = text.find('\n');
        auto line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        std::array<std::string, 3> parts;
        for (auto& part : parts) {
            const auto bar = line.find('|');
            part = trimmed(line.substr(0, bar));
            line = bar == std::string_view::npos ? std::string_view{} : line.substr(bar + 1);
        }
        if (!parts[0].empty()) values.push_back({{parts[0], parts[1]}, lower_ascii(parts[2])});
    }
    return values;
}

std::string text_of_values(const std::vector<OptionValue>& values)
{
    std::string text;
    for (const auto& value : values) {
        text += value.name.id;
        if (!value.name.en.empty() || !value.swatch.empty()) text += " | " + value.name.en;
        if (!value.swatch.empty()) text += " | " + value.swatch;
        text += '\n';
    }
    return text;
}

/// A choice is sent as "2:Hijau Laut": by name first, so that lines may be moved; by place where the name was changed.
std::int64_t place_of(const Option& option, std::string_view choice)
{
    const auto colon = choice.find(':');
    const auto name = choice.substr(colon == std::string_view::npos ? 0 : colon + 1);
    for (std::size_t index = 0; index < option.values.size(); ++index)
        if (option.values[index].name.id == name) return static_cast<std::int64_t>(index) + 1;
    const auto place = whole_number(choice.substr(0, colon)).value_or(0);
    return place <= static_cast<std::int64_t>(option.values.size()) ? place : 0;
}

void read_options(ProductForm& form, FormRows& rows)
{
    for (std::size_t row = 0; row < options_max + 1; ++row) {
        const auto field = "option-" + std::to_string(row) + "-";
        Option option{rows.both(field + "name"), values_of(rows.prose(field + "values"))};
        if (option.name.id.empty() && option.values.empty()) continue;
        form.draft.options.push_back(std::move(option));
        form.option_rows.push_back(row);
    }
}

void read_variants(ProductForm& form, FormRows& rows)
{
    for (std::size_t row = 0; row < rows_max; ++row) {
        const auto field = "variant-" + std::to_string(row) + "-";
        const bool blank = rows.text(field + "sku").empty() && rows.text(field + "price").empty();
        if (blank || rows.ticked(field + "remove")) continue;

        const auto as = "variant-" + std::to_string(form.draft.variants.size()) + "-";
        Variant variant;
        variant.id = whole_number(rows.text(field + "id")).value_or(0);
        variant.sku = rows.text(field + "sku");
        const auto price = rows.number(field + "price", as + "price");
        if (!price && rows.text(field + "price").empty())
            form.problems.push_back({.code = "form.required", .field = as + "price"});
        variant.price = price.value_or(0);
        variant.compare_at = rows.number(field + "compare_at", as + "compare_at");
        variant.weight_g = rows.number(field + "weight_g", as + "weight_g").value_or(0);
        variant.length_mm = rows.number(field + "length_mm", as + "length_mm").value_or(0);
        variant.width_mm = rows.number(field + "width_mm", as + "width_mm").value_or(0);
        variant.height_mm = rows.number(field + "height_mm", as + "height_mm").value_or(0);
        variant.active = rows.ticked(field + "active");
        for (std::size_t option = 0; option < form.draft.options.size(); ++option)
            variant.values.push_back(place_of(form.draft.options[option],
                                              rows.text(field + "value-" + std::to_string(form.option_rows[option]))));
        form.draft.variants.push_back(std::move(variant));
        form.variant_rows.push_back(row);
    }
}

/// Two texts of "Name: value" lines below "## Heading" lines; the English one translates the other line by line.
void read_specifications(ProductForm& form, FormRows& rows)
{
    const auto english = named_lines(rows.prose("specifications_en"));
    for (const auto& line : named_lines(rows.prose("specifications_id"))) {
        const auto index = form.draft.specifications.size();
        const auto translated = index < english.size() ? english[index] : NamedLine{};
        form.draft.specifications.push_back(
            {{line.heading, translated.heading}, {line.name, translated.name}, {line.value, translated.value}});
    }
}

std::string specification_text(const ProductDraft& draft, bool in_english)
{
    std::vector<NamedLine> lines;
    bool any = false;
    for (const auto& each : draft.specifications) {
        lines.push_back(in_english ? NamedLine{each.heading.en, each.name.en, each.value.en}
                                   : NamedLine{each.heading.id, each.name.id, each.value.id});
        any = any || !lines.back().name.empty() || !lines.back().value.empty();
    }
    return any ? text_of(lines) : std::string{};
}

void read_pictures(ProductForm& form, FormRows& rows)
{
    std::vector<std::pair<std::int64_t, ProductPicture>> placed;
    for (std::size_t row = 0; row < rows_max; ++row) {
        const auto field = "picture-" + std::to_string(row) + "-";
        auto key = rows.text(field + "key");
        const bool is_key = key.size() == 32 && key.find_first_not_of("0123456789abcdef") == std::string::npos;
        if (!is_key || rows.ticked(field + "remove")) continue;
        ProductPicture picture{std::move(key), rows.both(field + "alt"), -1};
        const auto sku = sku_of(rows.text(field + "variant"));
        for (std::size_t index = 0; index < form.draft.variants.size(); ++index)
            if (!sku.empty() && sku_of(form.draft.variants[index].sku) == sku)
                picture.variant = static_cast<std::int64_t>(index);
        placed.emplace_back(whole_number(rows.text(field + "position")).value_or(0), std::move(picture));
    }
    std::stable_sort(placed.begin(), placed.end(),
                     [](const auto& left, const auto& right) { return left.first < right.first; });
    for (auto& [position, picture] : placed)
        form.draft.pictures.push_back(std::move(picture));
}

/// What was typed into a field, or what is stored.
struct Typed {
    const Request* request;
    Value operator()(const std::string& field, Value stored) const
    {
        if (request == nullptr) return stored;
        const auto typed = request->form(field);
        return typed ? Value{*typed} : std::move(stored);
    }
};

Value choice_fields(const ProductForm& form, const Variant& variant)
{
    auto fields = Value::list();
    for (std::size_t option = 0; option < form.draft.options.size(); ++option) {
        auto choices = Value::list({Value{{"value", ""}, {"text", "–"}, {"selected", false}}});
        const auto& values = form.draft.options[option].values;
        for (std::size_t index = 0; index < values.size(); ++index) {
            const bool selected =
                option < variant.values.size() && variant.values[option] == static_cast<std::int64_t>(index) + 1;
            choices.push({{"value", std::to_string(index + 1) + ":" + values[index].name.id},
                          {"text", values[index].name.id},
                          {"selected", selected}});
        }
        fields.push({{"name", form.draft.options[option].name.id}, {"choices", std::move(choices)}});
    }
    return fields;
}

Value variant_fields(const ProductForm& form, std::size_t index, const Typed& typed)
{
    const bool is_blank = index >= form.draft.variants.size();
    const Variant blank;
    const auto& variant = is_blank ? blank : form.draft.variants[index];
    const auto row = is_blank || index >= form.variant_rows.size() ? index : form.variant_rows[index];
    const Typed from{is_blank ? nullptr : typed.request};
    const auto number = [&](const char* name, std::int64_t value) {
        return from("variant-" + std::to_string(row) + "-" + name, value == 0 ? Value{""} : Value{value});
    };
    return {{"index", index},
            {"id", variant.id},
            {"sku", variant.sku},
            {"price", is_blank ? Value{""} : from("variant-" + std::to_string(row) + "-price", variant.price)},
            {"compare_at", number("compare_at", variant.compare_at.value_or(0))},
            {"weight_g", number("weight_g", variant.weight_g)},
            {"length_mm", number("length_mm", variant.length_mm)},
            {"width_mm", number("width_mm", variant.width_mm)},
            {"height_mm", number("height_mm", variant.height_mm)},
            {"active", variant.active},
            {"blank", is_blank},
            {"choices", choice_fields(form, variant)}};
}

Value picture_fields(Host& host, const ProductDraft& draft)
{
    auto list = Value::list();
    for (std::size_t index = 0; index < draft.pictures.size(); ++index) {
        const auto& picture = draft.pictures[index];
        auto choices = Value::list();
        for (std::size_t variant = 0; variant < draft.variants.size(); ++variant)
            choices.push({{"value", draft.variants[variant].sku},
                          {"text", draft.variants[variant].sku},
                          {"selected", picture.variant == static_cast<std::int64_t>(variant)}});
        list.push({{"index", index},
                   {"key", picture.key},
                   {"position", index + 1},
                   {"picture", host.pictures().view(picture.key, picture.alt.id)},
                   {"alt_id", picture.alt.id},
                   {"alt_en", picture.alt.en},
                   {"variants", std::move(choices)}});
    }
    return list;
}

} // namespace

ProductForm ProductForm::read(const Request& request, const std::vector<Category>& tree)
{
    ProductForm form;
    FormRows rows{request, form.problems};
    auto& draft = form.draft;
    draft.name = rows.both("name");
    draft.slug = rows.both("slug");
    draft.description = {rows.prose("description_id"), rows.prose("description_en")};
    draft.warranty = rows.both("warranty");
    draft.brand = rows.text("brand");
    draft.model = rows.text("model");
    draft.supplier = rows.text("supplier");
    draft.featured = rows.ticked("featured");
    draft.active = rows.ticked("active");
    draft.backorder = rows.ticked("backorder");
    draft.expected_on = rows.text("expected_on");
    const auto category = whole_number(rows.text("category")).value_or(0);
    if (std::any_of(tree.begin(), tree.end(), [&](const Category& each) { return each.id == category; }))
        draft.category = category;
    read_options(form, rows);
    read_variants(form, rows);
    read_specifications(form, rows);
    read_pictures(form, rows);
    return form;
}

ProductForm ProductForm::of(const Product& product)
{
    ProductForm form;
    form.draft = product.draft;
    return form;
}

ProductForm ProductForm::blank()
{
    return {};
}

Value ProductForm::view(Host& host, const std::vector<Category>& tree, const Request* request, std::size_t blanks) const
{
    const Typed typed{request};
    auto values = Value{{"brand", draft.brand},
                        {"model", draft.model},
                        {"supplier", draft.supplier},
                        {"featured", draft.featured},
                        {"active", draft.active},
                        {"backorder", draft.backorder},
                        {"expected_on", draft.expected_on}};
    const auto put = [&](const char* field, const Localised& both) {
        for (const auto locale : locales)
            values.set(std::string{field} + "_" + std::string{locale}, locale == "id" ? both.id : both.en);
    };
    put("name", draft.name);
    put("slug", draft.slug);
    put("description", draft.description);
    put("warranty", draft.warranty);

    values.set("specifications_id", specification_text(draft, false))
        .set("specifications_en", specification_text(draft, true));
    if (request != nullptr)
        for (const auto* field : {"specifications_id", "specifications_en"})
            values.set(field, typed(field, values[field]));

    auto option_list = Value::list(), variant_list = Value::list();
    for (std::size_t index = 0; index < std::min(draft.options.size() + 1, options_max); ++index) {
        const auto option = index < draft.options.size() ? draft.options[index] : Option{};
        option_list.push({{"index", index},
                          {"name_id", option.name.id},
                          {"name_en", option.name.en},
                          {"values", text_of_values(option.values)}});
    }
    for (std::size_t index = 0; index < std::min(draft.variants.size() + blanks, variants_max); ++index)
        variant_list.push(variant_fields(*this, index, typed));
    return {{"values", std::move(values)},
            {"options", std::move(option_list)},
            {"variants", std::move(variant_list)},
            {"pictures", picture_fields(host, draft)},
            {"categories", category_options(tree, draft.category, "id")}};
}

Value category_options(const std::vector<Category>& tree, std::int64_t selected, std::string_view locale,
                       std::int64_t without)
{
    auto options = Value::list();
    for (const auto& category : tree) {
        if (without != 0 && is_below(tree, category, without)) continue;
        std::string indent;
        for (std::int64_t level = 0; level < category.depth; ++level)
            indent += "– ";
        options.push({{"value", std::to_string(category.id)},
                      {"text", indent + std::string{category.draft.name.in(locale)}},
                      {"selected", category.id == selected}});
    }
    return options;
}

} // namespace hurtrock::catalog
