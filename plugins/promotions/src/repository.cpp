#include "repository.hpp"

#include <algorithm>

namespace hurtrock::promotions {
namespace {

template <class Named>
Named named(std::string_view name, const auto& all)
{
    for (const auto each : all)
        if (name_of(each) == name) return each;
    return all.front();
}

std::optional<std::int64_t> optional_integer(const Row& row, std::string_view column)
{
    if (row.is_null(column)) return std::nullopt;
    return row.integer(column);
}

std::optional<Time> optional_time(const Row& row, std::string_view column)
{
    if (row.is_null(column)) return std::nullopt;
    return row.time(column);
}

} // namespace

Promotion read_promotion(const Row& row)
{
    constexpr std::array target_kinds{TargetKind::product, TargetKind::category, TargetKind::brand};
    const auto name = row.json("name"), targets = row.json("targets");
    Promotion promotion;
    promotion.id = row.integer("id");
    promotion.public_id = row.text("public_id");
    promotion.name_id = name["id"].text();
    promotion.name_en = name["en"].text();
    promotion.kind = named<Kind>(row.text("kind"), kinds);
    promotion.automatic = row.boolean("automatic");
    promotion.active = row.boolean("active");
    promotion.percent = row.integer("percent");
    promotion.amount = row.money("amount");
    if (!row.is_null("max_discount")) promotion.max_discount = row.money("max_discount");
    promotion.buy_quantity = row.integer("buy_quantity");
    promotion.get_quantity = row.integer("get_quantity");
    promotion.min_spend = row.money("min_spend");
    promotion.min_quantity = row.integer("min_quantity");
    promotion.starts_at = optional_time(row, "starts_at");
    promotion.ends_at = optional_time(row, "ends_at");
    promotion.uses_max = optional_integer(row, "uses_max");
    promotion.uses_per_customer = optional_integer(row, "uses_per_customer");
    promotion.uses = row.integer("uses");
    promotion.priority = row.integer("priority");
    promotion.exclusive = row.boolean("exclusive");
    for (const auto& target : targets.items())
        promotion.targets.push_back({named<TargetKind>(target["kind"].text(), target_kinds), target["number"].integer(),
                                     std::string{target["label"].text()}});
    return promotion;
}

namespace repository {
namespace {

const Query offered_promotions{"promotions.offered", R"(
    SELECT p.*, coalesce(k.code, '') AS code, k.uses_max AS code_uses_max, coalesce(k.uses, 0) AS code_uses,
           (SELECT jsonb_agg(jsonb_build_object('kind', t.kind, 'number', t.number, 'label', t.label) ORDER BY t.kind, t.label)
              FROM promotions.targets t WHERE t.promotion_id = p.id) AS targets,
           (SELECT coalesce(max(c.uses), 0) FROM promotions.customer_uses c
             WHERE c.promotion_id = p.id AND c.customer = ANY ($2::text[])) AS customer_uses
      FROM promotions.promotions p
      LEFT JOIN promotions.coupons k ON k.promotion_id = p.id AND k.code = ANY ($1::text[]) AND NOT p.automatic
     WHERE k.id IS NOT NULL
        OR (p.automatic AND p.active AND (p.starts_at IS NULL OR p.starts_at <= $3::timestamptz)
            AND (p.ends_at IS NULL OR p.ends_at > $3::timestamptz))
     ORDER BY p.priority DESC, p.id, k.id LIMIT 300)"};

std::vector<std::int64_t> promotions_of(const std::vector<Use>& uses)
{
    std::vector<std::int64_t> ids;
    for (const auto& use : uses)
        ids.push_back(use.promotion);
    return ids;
}

} // namespace

std::vector<Offered> offered(Reader& reader, const std::vector<std::string>& codes,
                             const std::vector<std::string>& customers, Time now)
{
    std::vector<Offered> found;
    for (const auto row : reader.run(offered_promotions, {codes, customers, now}))
        found.push_back({read_promotion(row), std::string{row.text("code")}, optional_integer(row, "code_uses_max"),
                         row.integer("code_uses"), row.integer("customer_uses")});
    return found;
}

namespace {
const Query lock_promotions{"promotions.lock", R"(
    SELECT id FROM promotions.promotions WHERE id = ANY ($1::bigint[]) AND uses_max IS NOT NULL ORDER BY id FOR UPDATE)"};
const Query lock_coupons{"promotions.lock_coupons", R"(
    SELECT id FROM promotions.coupons WHERE code = ANY ($1::text[]) AND uses_max IS NOT NULL ORDER BY id FOR UPDATE)"};
} // namespace

void lock(Transaction& tx, const std::vector<std::int64_t>& promotions, const std::vector<std::string>& codes)
{
    tx.run(lock_promotions, {promotions});
    if (!codes.empty()) tx.run(lock_coupons, {codes});
}

namespace {
const Query take_promotions{"promotions.take", R"(
    WITH taken AS (
        UPDATE promotions.promotions SET uses = uses + 1
         WHERE id = ANY ($1::bigint[]) AND uses_max IS NOT NULL AND uses < uses_max RETURNING id)
    SELECT (SELECT count(*) FROM taken) AS taken,
           (SELECT count(*) FROM promotions.promotions WHERE id = ANY ($1::bigint[]) AND uses_max IS NOT NULL) AS wanted)"};
const Query take_coupons{"promotions.take_coupons", R"(
    WITH taken AS (
        UPDATE promotions.coupons SET uses = uses + 1
         WHERE code = ANY ($1::text[]) AND uses_max IS NOT NULL AND uses < uses_max RETURNING id)
    SELECT (SELECT count(*) FROM taken) AS taken,
           (SELECT count(*) FROM promotions.coupons WHERE code = ANY ($1::text[]) AND uses_max IS NOT NULL) AS wanted)"};
const Query take_of_customers{"promotions.take_of_customers", R"(
    INSERT INTO promotions.customer_uses AS c (promotion_id, customer, uses)
    SELECT p.id, customer, 1 FROM unnest($1::bigint[]) AS p (id), unnest($2::text[]) AS customer ORDER BY p.id, customer
    ON CONFLICT (promotion_id, customer) DO UPDATE SET uses = c.uses + 1
     WHERE c.uses < coalesce((SELECT uses_per_customer FROM promotions.promotions p WHERE p.id = c.promotion_id),
                             9223372036854775807))"};

bool all_taken(const Rows& rows) { return rows.front().integer("taken") == rows.front().integer("wanted"); }
} // namespace

bool count_promotions(Transaction& tx, const std::vector<Use>& uses)
{
    return all_taken(tx.run(take_promotions, {promotions_of(uses)}));
}

bool count_coupons(Transaction& tx, const std::vector<Use>& uses)
{
    std::vector<std::string> codes;
    for (const auto& use : uses)
        if (!use.coupon.empty()) codes.push_back(use.coupon);
    return codes.empty() || all_taken(tx.run(take_coupons, {codes}));
}

bool count_customers(Transaction& tx, const std::vector<Use>& uses, const std::vector<std::string>& customers)
{
    if (customers.empty()) return true;
    return tx.run(take_of_customers, {promotions_of(uses), customers}).affected() == uses.size() * customers.size();
}

namespace {
const Query note_uses{"promotions.note", R"(
    INSERT INTO promotions.uses (promotion_id, order_id, coupon, customers, amount, used_at)
    SELECT u.promotion, $1, u.coupon, $3::text[], u.amount, $4::timestamptz
      FROM jsonb_to_recordset($2::jsonb) AS u (promotion bigint, coupon text, amount bigint) ORDER BY u.promotion)"};
}

void note(Transaction& tx, std::string_view order, const std::vector<Use>& uses,
          const std::vector<std::string>& customers, Time now)
{
    auto list = Value::list();
    for (const auto& use : uses)
        list.push({{"promotion", use.promotion}, {"coupon", use.coupon}, {"amount", use.amount.units()}});
    tx.run(note_uses, {order, list, customers, now});
}

namespace {
// The counters' rows are locked in the same order as redeem locks them, then lowered for the uses given back just now.
const Query promotions_of_order{"promotions.lock_of_order", R"(
    SELECT p.id FROM promotions.promotions p
     WHERE p.uses_max IS NOT NULL AND p.id IN (
           SELECT promotion_id FROM promotions.uses WHERE order_id = $1 AND given_back_at IS NULL)
     ORDER BY p.id FOR UPDATE)"};
const Query return_uses{"promotions.give_back", R"(
    WITH back AS (
        UPDATE promotions.uses SET given_back_at = $2::timestamptz WHERE order_id = $1 AND given_back_at IS NULL
        RETURNING promotion_id, coupon, customers),
    of_promotions AS (
        UPDATE promotions.promotions SET uses = uses - 1
         WHERE id IN (SELECT promotion_id FROM back) AND uses_max IS NOT NULL AND uses > 0),
    of_coupons AS (
        UPDATE promotions.coupons SET uses = uses - 1
         WHERE code IN (SELECT coupon FROM back WHERE coupon <> '') AND uses_max IS NOT NULL AND uses > 0)
    UPDATE promotions.customer_uses c SET uses = c.uses - 1
      FROM (SELECT promotion_id, unnest(customers) AS customer FROM back) b
     WHERE c.promotion_id = b.promotion_id AND c.customer = b.customer AND c.uses > 0)"};
} // namespace

void give_back(Transaction& tx, std::string_view order, Time now)
{
    tx.run(promotions_of_order, {order});
    tx.run(return_uses, {order, now});
}

} // namespace repository
} // namespace hurtrock::promotions
