#include "admin_pages.hpp"

#include "arithmetic.hpp"

#include <charconv>

namespace hurtrock::tax {
namespace {

constexpr std::int64_t sample_price = 1'250'000;

std::string class_text(const Request& request, Class tax_class)
{
    switch (tax_class) {
    case Class::standard:
        return request.translate("Standard");
    case Class::luxury:
        return request.translate("Luxury goods");
    case Class::exempt:
        return request.translate("Exempt");
    }
    return {};
}

Value class_options(const Request& request, std::string_view selected)
{
    auto options = Value::list();
    for (const auto each : classes)
        options.push(
            {{"value", name_of(each)}, {"text", class_text(request, each)}, {"selected", name_of(each) == selected}});
    return options;
}

Value rate_view(const Request& request, const repository::ListedRate& listed)
{
    const auto& rate = listed.rate.rate;
    const auto sample = inside(Money{sample_price}, rate);
    return {{"class", class_text(request, listed.rate.tax_class)},
            {"starts_on", listed.rate.starts_on},
            {"rate", statutory_text(rate)},
            {"base", std::to_string(rate.base_numerator) + "/" + std::to_string(rate.base_denominator)},
            {"effective", effective_text(rate)},
            {"sample", sample.tax.to_value()},
            {"state", listed.state},
            {"remove_url", listed.state == "future" ? Value{request.url_for("/admin/tax/rates/" +
                                                                            std::to_string(listed.rate.id) + "/remove")}
                                                    : Value{}}};
}

/// "12" or "12,5" or "12.25" percent in hundredths; nullopt for anything else.
std::optional<std::int64_t> hundredths(std::string_view typed)
{
    const auto mark = typed.find_first_of(",.");
    const auto digits = typed.substr(0, mark);
    auto rest = mark == std::string_view::npos ? std::string{} : std::string{typed.substr(mark + 1)};
    if (digits.empty() || digits.size() > 3 || rest.size() > 2 || (mark != std::string_view::npos && rest.empty()))
        return std::nullopt;
    rest.resize(2, '0');
    const auto all = std::string{digits} + rest;
    if (all.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
    std::int64_t number = 0;
    std::from_chars(all.data(), all.data() + all.size(), number);
    return number <= 10'000 ? std::optional{number} : std::nullopt;
}

std::vector<std::string> class_names()
{
    std::vector<std::string> names;
    for (const auto each : classes)
        names.emplace_back(name_of(each));
    return names;
}

bool is_day(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    int year = 0;
    unsigned month = 0, day = 0;
    std::from_chars(text.data(), text.data() + 4, year);
    std::from_chars(text.data() + 5, text.data() + 7, month);
    std::from_chars(text.data() + 8, text.data() + 10, day);
    return std::chrono::year_month_day{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}}
               .ok() &&
           text.find_first_not_of("0123456789-") == std::string_view::npos;
}

Value to_value(const DatedRate& rate)
{
    return {{"class", name_of(rate.tax_class)},
            {"starts_on", rate.starts_on},
            {"rate", statutory_text(rate.rate)},
            {"base", std::to_string(rate.rate.base_numerator) + "/" + std::to_string(rate.rate.base_denominator)}};
}

} // namespace

Response AdminPages::page_with(const Request& request, const Value& values, const Value& errors, int status)
{
    auto& database = host_.database();
    auto rates = Value::list(), assignments = Value::list(), categories = Value::list();
    for (const auto& listed : repository::rates(database, host_.clock().now()))
        rates.push(rate_view(request, listed));
    for (const auto& each : repository::assignments(database))
        assignments.push({{"kind", each.is_product ? "product" : "category"},
                          {"number", each.number},
                          {"label", each.label},
                          {"class", class_text(request, each.tax_class)}});
    categories.push({{"value", ""}, {"text", "–"}, {"selected", false}});
    for (const auto& choice : catalog_->categories(database, request.locale()))
        categories.push({{"value", std::to_string(choice.id)},
                         {"text", choice.name},
                         {"selected", values["category"].text() == std::to_string(choice.id)}});
    return page("tax/admin/tax.html", {{"rates", std::move(rates)},
                                       {"assignments", std::move(assignments)},
                                       {"categories", std::move(categories)},
                                       {"rate_classes", class_options(request, values["class"].text())},
                                       {"item_classes", class_options(request, values["item_class"].text("luxury"))},
                                       {"sample", Money{sample_price}.to_value()},
                                       {"charged", host_.settings().boolean("charged")},
                                       {"settings_url", request.url_for("/admin/plugins/tax/settings")},
                                       {"values", values},
                                       {"errors", errors}})
        .status(status);
}

Response AdminPages::show(const Request& request)
{
    return page_with(request,
                     {{"class", "standard"}, {"rate", "12"}, {"base_numerator", "11"}, {"base_denominator", "12"}},
                     Value::map(), 200);
}

Response AdminPages::add_rate(const Request& request)
{
    FormReader form{request};
    DatedRate rate;
    rate.tax_class = class_named(form.choice("class", class_names()));
    rate.starts_on = form.text("starts_on", {.required = true, .length_max = 10});
    rate.rate.base_numerator = form.integer("base_numerator", {.min = 1, .max = 1000});
    rate.rate.base_denominator = form.integer("base_denominator", {.min = 1, .max = 1000});
    const auto typed = form.text("rate", {.required = true, .length_max = 6});
    if (const auto percent = hundredths(typed))
        rate.rate.rate = *percent;
    else if (!typed.empty())
        form.refuse({.code = "tax.rate_form", .field = "rate"});
    if (rate.rate.base_numerator > rate.rate.base_denominator)
        form.refuse({.code = "tax.base_above_one", .field = "base_numerator"});
    if (!rate.starts_on.empty() && !is_day(rate.starts_on))
        form.refuse({.code = "tax.day_form", .field = "starts_on"});
    else if (!rate.starts_on.empty() && rate.starts_on < repository::today(host_.database(), host_.clock().now()))
        form.refuse({.code = "tax.day_past", .field = "starts_on"});
    if (!form.ok()) return page_with(request, form.echo(), form.errors(), 422);

    (void)host_.database().transaction("tax.add_rate", [&](Transaction& tx) -> Result<Done> {
        repository::put_rate(tx, rate);
        host_.admin().audit(tx, request, "tax.rate_set", "tax rate " + std::string{name_of(rate.tax_class)}, {},
                            to_value(rate));
        return Done{};
    });
    return redirect("/admin/tax").flash(FlashKind::success, request.translate("The rate is saved."));
}

Response AdminPages::remove_rate(const Request& request)
{
    std::int64_t id = 0;
    const auto digits = request.path("id");
    std::from_chars(digits.data(), digits.data() + digits.size(), id);
    const auto removed = host_.database().transaction("tax.remove_rate", [&](Transaction& tx) -> Result<Done> {
        if (!repository::remove_rate(tx, id, host_.clock().now())) return Problem{.code = "tax.rate_in_force"};
        host_.admin().audit(tx, request, "tax.rate_removed", "tax rate " + std::to_string(id));
        return Done{};
    });
    if (!removed) return redirect("/admin/tax").flash(FlashKind::error, request.translate(removed.problem().code));
    return redirect("/admin/tax").flash(FlashKind::success, request.translate("The rate is removed."));
}

std::optional<Assignment> AdminPages::read_assignment(const Request& request, FormReader& form)
{
    Assignment assignment;
    assignment.tax_class = class_named(form.choice("item_class", class_names()));
    const auto sku = form.text("sku", {.length_max = 80});
    const auto category = form.integer("category", {.required = false, .max = INT64_MAX});
    auto& database = host_.database();
    if (!sku.empty()) {
        const auto variant = catalog_->variant_by_sku(database, sku);
        const auto views =
            variant ? catalog_->variants(database, {*variant}, request.locale()) : std::vector<shop::VariantView>{};
        if (views.empty()) {
            form.refuse({.code = "tax.sku_unknown", .field = "sku", .arguments = {{"sku", sku}}});
            return std::nullopt;
        }
        assignment.is_product = true;
        assignment.number = views.front().product.value;
        assignment.label = views.front().sku + " " + views.front().product_name;
        return assignment;
    }
    for (const auto& choice : catalog_->categories(database, request.locale()))
        if (choice.id == category) {
            assignment.number = choice.id;
            assignment.label = choice.name;
            return assignment;
        }
    form.refuse({.code = "tax.nothing_chosen", .field = "sku"});
    return std::nullopt;
}

Response AdminPages::assign(const Request& request)
{
    FormReader form{request};
    const auto assignment = read_assignment(request, form);
    if (!form.ok()) {
        auto values = form.echo();
        values.set("class", "standard").set("rate", "12").set("base_numerator", "11").set("base_denominator", "12");
        return page_with(request, values, form.errors(), 422);
    }
    (void)host_.database().transaction("tax.assign", [&](Transaction& tx) -> Result<Done> {
        repository::put_assignment(tx, *assignment);
        host_.admin().audit(tx, request, "tax.class_set", assignment->label, {},
                            {{"class", name_of(assignment->tax_class)}});
        return Done{};
    });
    return redirect("/admin/tax").flash(FlashKind::success, request.translate("The tax class is saved."));
}

Response AdminPages::unassign(const Request& request)
{
    FormReader form{request};
    const auto kind = form.choice("kind", {"product", "category"});
    const auto number = form.integer("number", {.max = INT64_MAX});
    if (!form.ok()) return problem(form.problem());
    (void)host_.database().transaction("tax.unassign", [&](Transaction& tx) -> Result<Done> {
        repository::remove_assignment(tx, kind == "product", number);
        host_.admin().audit(tx, request, "tax.class_removed", kind + " " + std::to_string(number));
        return Done{};
    });
    return redirect("/admin/tax").flash(FlashKind::success, request.translate("Back to the standard class."));
}

} // namespace hurtrock::tax
