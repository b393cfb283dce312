#include "admin_pages.hpp"

#include "repository.hpp"

#include <hurtrock/forms.hpp>

#include <charconv>

namespace hurtrock::shipping
{
namespace
{

constexpr std::int64_t price_max = 100'000'000;
constexpr std::int64_t free_from_max = 10'000'000'000;

std::int64_t id_of(const Request& request)
{
    std::int64_t id = 0;
    const auto digits = request.path("id");
    std::from_chars(digits.data(), digits.data() + digits.size(), id);
    return id;
}

Value to_values(const ShippingService& service)
{
    return {{"code", service.code},
            {"name_id", service.name_id},
            {"name_en", service.name_en},
            {"base_price", service.base_price.units()},
            {"price_per_kg", service.price_per_kg.units()},
            {"kg_min", service.kg_min},
            {"divisor", service.divisor},
            {"tolerance_g", service.tolerance_g},
            {"free_from", service.free_from.units()},
            {"kg_max", service.kg_max},
            {"days_min", service.days_min},
            {"days_max", service.days_max},
            {"position", service.position},
            {"active", service.active},
            {"pickup", service.pickup}};
}

bool is_code(std::string_view code)
{
    bool after_letter = false;
    for (const char letter : code) {
        const bool plain = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
        if (!plain && (letter != '-' || !after_letter)) return false;
        after_letter = plain;
    }
    return after_letter;
}

ShippingService read(FormReader& form)
{
    ShippingService service;
    service.code = form.text("code", {.required = true, .length_max = 40});
    if (!service.code.empty() && !is_code(service.code)) form.refuse({.code = "shipping.code_form", .field = "code"});
    service.name_id = form.text("name_id", {.required = true, .length_max = 80});
    service.name_en = form.text("name_en", {.required = true, .length_max = 80});
    service.base_price = Money{form.integer("base_price", {.max = price_max})};
    service.price_per_kg = Money{form.integer("price_per_kg", {.max = price_max})};
    service.kg_min = form.integer("kg_min", {.max = 1000});
    service.divisor = form.integer("divisor", {.min = 1, .max = 100'000});
    service.tolerance_g = form.integer("tolerance_g", {.max = 999});
    service.free_from = Money{form.integer("free_from", {.required = false, .max = free_from_max})};
    service.kg_max = form.integer("kg_max", {.required = false, .max = 100'000});
    if (service.kg_max != 0 && service.kg_max < service.kg_min)
        form.refuse({.code = "shipping.kg_order", .field = "kg_max"});
    service.days_min = form.integer("days_min", {.max = 90});
    service.days_max = form.integer("days_max", {.max = 90});
    if (service.days_max < service.days_min) form.refuse({.code = "shipping.days_order", .field = "days_max"});
    service.position = form.integer("position", {.max = 100'000});
    service.active = form.checkbox("active");
    service.pickup = form.checkbox("pickup");
    return service;
}

} // namespace

Response AdminPages::list(const Request& request)
{
    auto rows = Value::list();
    for (const auto& service : repository::list(host_.database(), false))
        rows.push({{"url", request.url_for("/admin/shipping/" + std::to_string(service.id))},
                   {"code", service.code},
                   {"name", service.name(request.locale())},
                   {"base_price", service.base_price.to_value()},
                   {"price_per_kg", service.price_per_kg.to_value()},
                   {"kg_min", service.kg_min},
                   {"days_min", service.days_min},
                   {"days_max", service.days_max},
                   {"pickup", service.pickup},
                   {"active", service.active}});
    return page("shipping/admin/list.html", {{"rows", std::move(rows)}});
}

Response AdminPages::form_page(const Request& request, const Value& values, const Value& errors, std::int64_t id,
                               int status)
{
    return page("shipping/admin/form.html",
                {{"values", values},
                 {"errors", errors},
                 {"is_new", id == 0},
                 {"action", request.url_for(id == 0 ? "/admin/shipping" : "/admin/shipping/" + std::to_string(id))}})
        .status(status);
}

Response AdminPages::edit_new(const Request& request)
{
    return form_page(request, to_values({}), Value::map(), 0, 200);
}

Response AdminPages::edit(const Request& request)
{
    const auto service = repository::find(host_.database(), id_of(request));
    return service ? form_page(request, to_values(*service), Value::map(), service->id, 200) : not_found();
}

Response AdminPages::save(const Request& request)
{
    const bool is_new = request.path() == "/admin/shipping";
    const auto before = is_new ? std::optional{ShippingService{}} : repository::find(host_.database(), id_of(request));
    if (!before) return not_found();

    FormReader form{request};
    auto service = read(form);
    service.id = before->id;
    const auto again = [&](int status) {
        auto values = form.echo();
        values.set("active", service.active).set("pickup", service.pickup);
        return form_page(request, values, form.errors(), service.id, status);
    };
    if (!form.ok()) return again(422);

    const auto saved = shipping::save(host_.database(), service, [&](Transaction& tx) {
        host_.admin().audit(tx, request, is_new ? "shipping.create" : "shipping.update",
                            "shipping service " + service.code, is_new ? Value{} : to_values(*before),
                            to_values(service));
    });
    if (!saved) {
        form.refuse(saved.problem());
        return again(saved.problem().status);
    }
    return redirect("/admin/shipping").flash(FlashKind::success, request.translate("The shipping service is saved."));
}

} // namespace hurtrock::shipping
