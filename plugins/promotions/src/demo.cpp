#include "demo.hpp"

#include "admin_repository.hpp"

namespace hurtrock::promotions {
namespace {

Promotion percentage_by_code()
{
    Promotion promotion;
    promotion.name_id = "Demo: diskon 10 % dengan kode DEMO10";
    promotion.name_en = "Demo: 10 % off with the code DEMO10";
    promotion.automatic = false;
    promotion.percent = 10;
    promotion.max_discount = Money{500'000};
    promotion.min_spend = Money{100'000};
    return promotion;
}

/// High enough that a single small purchase pays its shipping.
Promotion free_shipping()
{
    Promotion promotion;
    promotion.name_id = "Demo: gratis ongkir mulai Rp15.000.000";
    promotion.name_en = "Demo: free shipping from Rp15.000.000";
    promotion.kind = Kind::free_shipping;
    promotion.max_discount = Money{100'000};
    promotion.min_spend = Money{15'000'000};
    return promotion;
}

} // namespace

int seed_demo(Host& host, Terminal& terminal)
{
    int made = 0;
    const auto seeded = host.database().transaction("promotions.seed", [&](Transaction& tx) -> Result<Done> {
        const auto now = host.clock().now();
        made = 0;
        for (auto promotion : {percentage_by_code(), free_shipping()}) {
            if (admin_repository::list(tx, {promotion.name_id, std::nullopt}, now, 1, 0).total > 0) continue;
            admin_repository::save(tx, promotion, now);
            if (!promotion.automatic) admin_repository::add_coupons(tx, promotion.id, {"DEMO10"}, std::nullopt, now);
            ++made;
        }
        return Done{};
    });
    if (!seeded) return 1;
    terminal.print("promotions: " + std::to_string(made) + " demo promotions");
    return 0;
}

} // namespace hurtrock::promotions
