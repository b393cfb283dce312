#pragma once
/// The SQL of the owner's side: promotions, their codes, their uses.

#include "repository.hpp"

namespace hurtrock::promotions::admin_repository {

struct Filter {
    /// Part of a name or a code.
    std::string text;
    std::optional<State> state{};
};
struct Listed {
    Promotion promotion;
    std::int64_t codes{0};
    /// The only code, when there is one.
    std::string code;
    std::int64_t orders{0};
};
struct Page {
    std::vector<Listed> rows;
    std::int64_t total{0};
};
Page list(Reader& reader, const Filter& filter, Time now, std::int64_t limit, std::int64_t offset);
std::optional<Promotion> find(Reader& reader, std::string_view public_id);

/// Creates it (id 0) or changes it, targets included; counts uses anew where there is a limit. False when it is gone.
/// Throws DatabaseError ("promotions_never_overused") when uses_max is below what was used.
bool save(Transaction& tx, Promotion& promotion, Time now);
void set_active(Transaction& tx, std::int64_t id, bool active, Time now);

struct CouponPage {
    std::vector<Coupon> rows;
    std::int64_t total{0};
};
CouponPage coupons(Reader& reader, std::int64_t promotion, std::int64_t limit, std::int64_t offset);
/// Those that are new; codes in use anywhere are left out.
std::int64_t add_coupons(Transaction& tx, std::int64_t promotion, const std::vector<std::string>& codes,
                         std::optional<std::int64_t> uses_max, Time now);
bool remove_coupon(Transaction& tx, std::int64_t promotion, std::int64_t coupon);

struct UseRow {
    std::string order, coupon, customers;
    Money amount{};
    Time used_at{};
    bool given_back{false};
};
struct UsePage {
    std::vector<UseRow> rows;
    std::int64_t total{0};
    /// Of uses that were not given back.
    std::int64_t orders{0};
    Money amount{};
};
UsePage uses(Reader& reader, std::int64_t promotion, std::int64_t limit, std::int64_t offset);

} // namespace hurtrock::promotions::admin_repository
