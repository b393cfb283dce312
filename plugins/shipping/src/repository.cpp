#include "repository.hpp"

namespace hurtrock::shipping::repository {
namespace {

ShippingService read(const Row& row)
{
    const auto name = row.json("name");
    return {.id = row.integer("id"),
            .code = std::string{row.text("code")},
            .name_id = std::string{name["id"].text()},
            .name_en = std::string{name["en"].text()},
            .base_price = row.money("base_price"),
            .price_per_kg = row.money("price_per_kg"),
            .kg_min = row.integer("kg_min"),
            .divisor = row.integer("divisor"),
            .tolerance_g = row.integer("tolerance_g"),
            .free_from = row.money("free_from"),
            .kg_max = row.integer("kg_max"),
            .days_min = row.integer("days_min"),
            .days_max = row.integer("days_max"),
            .active = row.boolean("active"),
            .pickup = row.boolean("pickup"),
            .position = row.integer("position")};
}

std::vector<Param> parameters(const ShippingService& service)
{
    return {service.code,
            Value{{"id", service.name_id}, {"en", service.name_en}},
            service.base_price.units(),
            service.price_per_kg.units(),
            service.kg_min,
            service.divisor,
            service.tolerance_g,
            service.free_from.units(),
            service.kg_max,
            service.days_min,
            service.days_max,
            service.active,
            service.pickup,
            service.position};
}

const Query list_services{"shipping.list", R"(
    SELECT id, code, name, base_price, price_per_kg, kg_min, divisor, tolerance_g, free_from, kg_max, days_min, days_max,
           active, pickup, position
      FROM shipping.services WHERE active OR NOT $1::boolean ORDER BY position, id LIMIT 200)"};

} // namespace

std::vector<ShippingService> list(Reader& reader, bool only_active)
{
    std::vector<ShippingService> services;
    for (const auto row : reader.run(list_services, {only_active}))
        services.push_back(read(row));
    return services;
}

namespace {
const Query find_service{"shipping.find", R"(
    SELECT id, code, name, base_price, price_per_kg, kg_min, divisor, tolerance_g, free_from, kg_max, days_min, days_max,
           active, pickup, position
      FROM shipping.services WHERE id = $1)"};
}

std::optional<ShippingService> find(Reader& reader, std::int64_t id)
{
    const auto rows = reader.run(find_service, {id});
    if (rows.empty()) return std::nullopt;
    return read(rows.front());
}

namespace {
const Query create_service{"shipping.create", R"(
    INSERT INTO shipping.services (code, name, base_price, price_per_kg, kg_min, divisor, tolerance_g, free_from, kg_max, days_min, days_max,
           active, pickup, position)
    VALUES ($1, $2::jsonb, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id)"};
}

std::int64_t create(Transaction& tx, const ShippingService& service)
{
    return tx.run(create_service, parameters(service)).front().integer("id");
}

namespace {
const Query update_service{"shipping.update", R"(
    UPDATE shipping.services
       SET code = $1, name = $2::jsonb, base_price = $3, price_per_kg = $4, kg_min = $5, divisor = $6, tolerance_g = $7,
           free_from = $8, kg_max = $9, days_min = $10, days_max = $11, active = $12, pickup = $13, position = $14,
           changed_at = now()
     WHERE id = $15)"};
}

bool update(Transaction& tx, const ShippingService& service)
{
    auto values = parameters(service);
    values.emplace_back(service.id);
    return tx.run(update_service, values).affected() == 1;
}

namespace {
const Query create_new_service{"shipping.create_if_new", R"(
    INSERT INTO shipping.services (code, name, base_price, price_per_kg, kg_min, divisor, tolerance_g, free_from, kg_max, days_min, days_max,
           active, pickup, position)
    VALUES ($1, $2::jsonb, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (code) DO NOTHING)"};
}

void create_if_new(Transaction& tx, const ShippingService& service) { tx.run(create_new_service, parameters(service)); }

} // namespace hurtrock::shipping::repository
