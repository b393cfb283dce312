#include "admin_repository.hpp"

namespace hurtrock::promotions::admin_repository {
namespace {

const Query list_promotions{"promotions.list", R"(
    SELECT p.*, count(*) OVER () AS total,
           (SELECT jsonb_agg(jsonb_build_object('kind', t.kind, 'number', t.number, 'label', t.label) ORDER BY t.kind, t.label)
              FROM promotions.targets t WHERE t.promotion_id = p.id) AS targets,
           (SELECT count(*) FROM promotions.coupons k WHERE k.promotion_id = p.id) AS codes,
           coalesce((SELECT min(k.code) FROM promotions.coupons k WHERE k.promotion_id = p.id), '') AS code,
           (SELECT count(*) FROM promotions.uses u WHERE u.promotion_id = p.id AND u.given_back_at IS NULL) AS orders
      FROM promotions.promotions p
     CROSS JOIN LATERAL (SELECT CASE
           WHEN NOT p.active THEN 'off'
           WHEN p.ends_at <= $3::timestamptz THEN 'ended'
           WHEN p.uses >= p.uses_max THEN 'used_up'
           WHEN p.starts_at > $3::timestamptz THEN 'scheduled'
           ELSE 'running' END AS state) s
     WHERE ($1 = '' OR strpos(lower(p.name ->> 'id'), lower($1)) > 0 OR strpos(lower(p.name ->> 'en'), lower($1)) > 0
            OR EXISTS (SELECT FROM promotions.coupons k WHERE k.promotion_id = p.id AND strpos(k.code, upper($1)) > 0))
       AND ($2 = '' OR s.state = $2)
     ORDER BY p.active DESC, p.priority DESC, p.id DESC LIMIT $4::bigint OFFSET $5::bigint)"};

const Query find_promotion{"promotions.find", R"(
    SELECT p.*, (SELECT jsonb_agg(jsonb_build_object('kind', t.kind, 'number', t.number, 'label', t.label) ORDER BY t.kind, t.label)
                   FROM promotions.targets t WHERE t.promotion_id = p.id) AS targets
      FROM promotions.promotions p WHERE p.public_id = $1)"};

} // namespace

Page list(Reader& reader, const Filter& filter, Time now, std::int64_t limit, std::int64_t offset)
{
    Page page;
    for (const auto row :
         reader.run(list_promotions, {filter.text, filter.state ? name_of(*filter.state) : "", now, limit, offset})) {
        page.total = row.integer("total");
        page.rows.push_back(
            {read_promotion(row), row.integer("codes"), std::string{row.text("code")}, row.integer("orders")});
    }
    return page;
}

std::optional<Promotion> find(Reader& reader, std::string_view public_id)
{
    const auto rows = reader.run(find_promotion, {public_id});
    if (rows.empty()) return std::nullopt;
    return read_promotion(rows.front());
}

namespace {
const Query create_promotion{"promotions.create", R"(
    INSERT INTO promotions.promotions (name, kind, automatic, active, percent, amount, max_discount, buy_quantity,
           get_quantity, min_spend, min_quantity, starts_at, ends_at, uses_max, uses_per_customer, priority, exclusive,
           changed_at, public_id)
    VALUES ($1::jsonb, $2, $3::boolean, $4::boolean, $5, $6, $7, $8, $9, $10, $11, $12::timestamptz, $13::timestamptz,
            $14, $15, $16, $17::boolean, $18::timestamptz, $19)
    RETURNING id)"};
const Query update_promotion{"promotions.update", R"(
    UPDATE promotions.promotions p
       SET name = $1::jsonb, kind = $2, automatic = $3::boolean, active = $4::boolean, percent = $5, amount = $6,
           max_discount = $7, buy_quantity = $8, get_quantity = $9, min_spend = $10, min_quantity = $11,
           starts_at = $12::timestamptz, ends_at = $13::timestamptz, uses_max = $14::bigint, uses_per_customer = $15,
           priority = $16, exclusive = $17::boolean, changed_at = $18::timestamptz,
           uses = CASE WHEN $14::bigint IS NULL THEN 0
                       ELSE (SELECT count(*) FROM promotions.uses u WHERE u.promotion_id = p.id AND u.given_back_at IS NULL) END
     WHERE public_id = $19 RETURNING id)"};
const Query delete_targets{"promotions.delete_targets", R"(DELETE FROM promotions.targets WHERE promotion_id = $1)"};
const Query insert_targets{"promotions.insert_targets", R"(
    INSERT INTO promotions.targets (promotion_id, kind, number, label)
    SELECT $1::bigint, t.kind, t.number, t.label FROM jsonb_to_recordset($2::jsonb) AS t (kind text, number bigint, label text)
    ON CONFLICT DO NOTHING)"};
const Query switch_promotion{"promotions.set_active", R"(
    UPDATE promotions.promotions SET active = $2::boolean, changed_at = $3::timestamptz WHERE id = $1)"};

std::optional<std::int64_t> units(const std::optional<Money>& money)
{
    return money ? std::optional{money->units()} : std::nullopt;
}
} // namespace

bool save(Transaction& tx, Promotion& promotion, Time now)
{
    const bool is_new = promotion.id == 0;
    if (is_new) promotion.public_id = make_public_id();
    const std::vector<Param> params{Value{{"id", promotion.name_id}, {"en", promotion.name_en}},
                                    name_of(promotion.kind),
                                    promotion.automatic,
                                    promotion.active,
                                    promotion.percent,
                                    promotion.amount.units(),
                                    units(promotion.max_discount),
                                    promotion.buy_quantity,
                                    promotion.get_quantity,
                                    promotion.min_spend.units(),
                                    promotion.min_quantity,
                                    promotion.starts_at,
                                    promotion.ends_at,
                                    promotion.uses_max,
                                    promotion.uses_per_customer,
                                    promotion.priority,
                                    promotion.exclusive,
                                    now,
                                    promotion.public_id};
    const auto rows = tx.run(is_new ? create_promotion : update_promotion, params);
    if (rows.empty()) return false;
    promotion.id = rows.front().integer("id");
    tx.run(delete_targets, {promotion.id});
    auto targets = Value::list();
    for (const auto& target : promotion.targets)
        targets.push({{"kind", name_of(target.kind)}, {"number", target.number}, {"label", target.label}});
    if (!targets.empty()) tx.run(insert_targets, {promotion.id, targets});
    return true;
}

void set_active(Transaction& tx, std::int64_t id, bool active, Time now)
{
    tx.run(switch_promotion, {id, active, now});
}

namespace {
const Query list_coupons{"promotions.coupons", R"(
    SELECT id, code, uses_max, uses, created_at, count(*) OVER () AS total
      FROM promotions.coupons WHERE promotion_id = $1 ORDER BY id LIMIT $2::bigint OFFSET $3::bigint)"};
const Query insert_coupons{"promotions.add_coupons", R"(
    INSERT INTO promotions.coupons (promotion_id, code, uses_max, created_at)
    SELECT $1::bigint, code, $3::bigint, $4::timestamptz FROM unnest($2::text[]) AS code ON CONFLICT (code) DO NOTHING)"};
const Query delete_coupon{"promotions.remove_coupon", R"(
    DELETE FROM promotions.coupons WHERE promotion_id = $1 AND id = $2)"};
} // namespace

CouponPage coupons(Reader& reader, std::int64_t promotion, std::int64_t limit, std::int64_t offset)
{
    CouponPage page;
    for (const auto row : reader.run(list_coupons, {promotion, limit, offset})) {
        page.total = row.integer("total");
        page.rows.push_back({row.integer("id"), std::string{row.text("code")},
                             row.is_null("uses_max") ? std::nullopt : std::optional{row.integer("uses_max")},
                             row.integer("uses"), row.time("created_at")});
    }
    return page;
}

std::int64_t add_coupons(Transaction& tx, std::int64_t promotion, const std::vector<std::string>& codes,
                         std::optional<std::int64_t> uses_max, Time now)
{
    return static_cast<std::int64_t>(tx.run(insert_coupons, {promotion, codes, uses_max, now}).affected());
}

bool remove_coupon(Transaction& tx, std::int64_t promotion, std::int64_t coupon)
{
    return tx.run(delete_coupon, {promotion, coupon}).affected() == 1;
}

namespace {
const Query list_uses{"promotions.uses_of", R"(
    SELECT order_id, coupon, array_to_string(customers, ', ') AS customers, amount, used_at,
           given_back_at IS NOT NULL AS given_back
      FROM promotions.uses WHERE promotion_id = $1 ORDER BY id DESC LIMIT $2::bigint OFFSET $3::bigint)"};
const Query sum_uses{"promotions.sum_of_uses", R"(
    SELECT count(*) AS total, count(*) FILTER (WHERE given_back_at IS NULL) AS orders,
           coalesce(sum(amount) FILTER (WHERE given_back_at IS NULL), 0)::bigint AS amount
      FROM promotions.uses WHERE promotion_id = $1)"};
} // namespace

UsePage uses(Reader& reader, std::int64_t promotion, std::int64_t limit, std::int64_t offset)
{
    UsePage page;
    for (const auto row : reader.run(list_uses, {promotion, limit, offset}))
        page.rows.push_back({std::string{row.text("order_id")}, std::string{row.text("coupon")},
                             std::string{row.text("customers")}, row.money("amount"), row.time("used_at"),
                             row.boolean("given_back")});
    const auto sums = reader.run(sum_uses, {promotion});
    page.total = sums.front().integer("total");
    page.orders = sums.front().integer("orders");
    page.amount = sums.front().money("amount");
    return page;
}

} // namespace hurtrock::promotions::admin_repository
