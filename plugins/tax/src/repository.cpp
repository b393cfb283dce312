#include "repository.hpp"

namespace hurtrock::tax::repository {
namespace {

Rate read_rate(const Row& row)
{
    return {row.integer("rate"), row.integer("base_numerator"), row.integer("base_denominator")};
}

const Query rates_in_force{"tax.in_force", R"(
    SELECT DISTINCT ON (class) class, rate, base_numerator, base_denominator,
           EXISTS (SELECT FROM tax.assignments) AS has_assignments
      FROM tax.rates WHERE starts_on <= ($1::timestamptz AT TIME ZONE 'Asia/Jakarta')::date
     ORDER BY class, starts_on DESC)"};

Assignment read_assignment(const Row& row)
{
    return {row.text("kind") == "product", row.integer("number"), std::string{row.text("label")},
            class_named(row.text("class"))};
}

} // namespace

InForce in_force(Reader& reader, Time at)
{
    InForce found;
    for (const auto row : reader.run(rates_in_force, {at})) {
        found.rates.emplace(class_named(row.text("class")), read_rate(row));
        found.has_assignments = row.boolean("has_assignments");
    }
    return found;
}

namespace {
const Query assignments_for{"tax.assignments_of", R"(
    SELECT kind, number, label, class FROM tax.assignments
     WHERE (kind = 'product' AND number = ANY ($1::bigint[])) OR (kind = 'category' AND number = ANY ($2::bigint[])))"};
}

std::vector<Assignment> assignments_of(Reader& reader, const std::vector<std::int64_t>& products,
                                       const std::vector<std::int64_t>& categories)
{
    std::vector<Assignment> found;
    for (const auto row : reader.run(assignments_for, {products, categories}))
        found.push_back(read_assignment(row));
    return found;
}

namespace {
const Query list_rates{"tax.rates", R"(
    SELECT id, class, starts_on, rate, base_numerator, base_denominator,
           CASE WHEN starts_on > ($1::timestamptz AT TIME ZONE 'Asia/Jakarta')::date THEN 'future'
                WHEN starts_on = max(starts_on) FILTER (WHERE starts_on <= ($1::timestamptz AT TIME ZONE 'Asia/Jakarta')::date)
                                 OVER (PARTITION BY class) THEN 'current'
                ELSE 'past' END AS state
      FROM tax.rates ORDER BY class = 'standard' DESC, class DESC, starts_on DESC LIMIT 500)"};
const Query list_assignments{"tax.assignments", R"(
    SELECT kind, number, label, class FROM tax.assignments ORDER BY kind, label LIMIT 1000)"};
} // namespace

std::vector<ListedRate> rates(Reader& reader, Time now)
{
    std::vector<ListedRate> listed;
    for (const auto row : reader.run(list_rates, {now}))
        listed.push_back(
            {{row.integer("id"), class_named(row.text("class")), std::string{row.text("starts_on")}, read_rate(row)},
             std::string{row.text("state")}});
    return listed;
}

std::vector<Assignment> assignments(Reader& reader)
{
    std::vector<Assignment> found;
    for (const auto row : reader.run(list_assignments))
        found.push_back(read_assignment(row));
    return found;
}

namespace {
const Query shop_day{"tax.today", R"(SELECT ($1::timestamptz AT TIME ZONE 'Asia/Jakarta')::date AS day)"};
const Query store_rate{"tax.put_rate", R"(
    INSERT INTO tax.rates (class, starts_on, rate, base_numerator, base_denominator) VALUES ($1, $2::date, $3, $4, $5)
    ON CONFLICT (class, starts_on) DO UPDATE
       SET rate = excluded.rate, base_numerator = excluded.base_numerator, base_denominator = excluded.base_denominator)"};
const Query delete_rate{"tax.remove_rate", R"(
    DELETE FROM tax.rates WHERE id = $1 AND starts_on > ($2::timestamptz AT TIME ZONE 'Asia/Jakarta')::date)"};
const Query store_assignment{"tax.put_assignment", R"(
    INSERT INTO tax.assignments (kind, number, label, class) VALUES ($1, $2, $3, $4)
    ON CONFLICT (kind, number) DO UPDATE SET label = excluded.label, class = excluded.class)"};
const Query delete_assignment{"tax.remove_assignment",
                              R"(DELETE FROM tax.assignments WHERE kind = $1 AND number = $2)"};

const char* kind_of(bool is_product) { return is_product ? "product" : "category"; }
} // namespace

std::string today(Reader& reader, Time now) { return std::string{reader.run(shop_day, {now}).front().text("day")}; }

void put_rate(Transaction& tx, const DatedRate& rate)
{
    tx.run(store_rate, {name_of(rate.tax_class), rate.starts_on, rate.rate.rate, rate.rate.base_numerator,
                        rate.rate.base_denominator});
}

bool remove_rate(Transaction& tx, std::int64_t id, Time now) { return tx.run(delete_rate, {id, now}).affected() == 1; }

void put_assignment(Transaction& tx, const Assignment& assignment)
{
    tx.run(store_assignment,
           {kind_of(assignment.is_product), assignment.number, assignment.label, name_of(assignment.tax_class)});
}

void remove_assignment(Transaction& tx, bool is_product, std::int64_t number)
{
    tx.run(delete_assignment, {kind_of(is_product), number});
}

} // namespace hurtrock::tax::repository
