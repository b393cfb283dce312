#pragma once
/// The SQL of using promotions: which may apply, counting uses, giving them back. The owner's side is in
/// admin_repository.hpp. Locks are taken on promotions first, then on coupons, each in order of id.

#include "types.hpp"

namespace hurtrock::promotions {

Promotion read_promotion(const Row& row);

namespace repository {

/// A promotion that is automatic and in its time, or that one of the codes brings, whatever its state.
struct Offered {
    Promotion promotion;
    /// Empty for an automatic one.
    std::string coupon;
    std::optional<std::int64_t> coupon_uses_max{};
    std::int64_t coupon_uses{0};
    /// The most any of the customers used it.
    std::int64_t customer_uses{0};
};

/// In order of application. One statement.
std::vector<Offered> offered(Reader& reader, const std::vector<std::string>& codes,
                             const std::vector<std::string>& customers, Time now);

void lock(Transaction& tx, const std::vector<std::int64_t>& promotions, const std::vector<std::string>& codes);

struct Use {
    std::int64_t promotion{0};
    std::string coupon;
    Money amount{};
};

/// Each counts one use in one conditional statement; false when a limit would be passed (the caller rolls back).
bool count_promotions(Transaction& tx, const std::vector<Use>& uses);
bool count_coupons(Transaction& tx, const std::vector<Use>& uses);
bool count_customers(Transaction& tx, const std::vector<Use>& uses, const std::vector<std::string>& customers);
void note(Transaction& tx, std::string_view order, const std::vector<Use>& uses,
          const std::vector<std::string>& customers, Time now);

void give_back(Transaction& tx, std::string_view order, Time now);

} // namespace repository
} // namespace hurtrock::promotions
