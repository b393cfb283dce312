#pragma once
/// Which promotions a cart gets, and counting their uses.

#include "engine.hpp"
#include "repository.hpp"

#include <hurtrock/plugin.hpp>

namespace hurtrock::promotions {

class PromotionService final : public shop::Promotions {
public:
    explicit PromotionService(Host& host) : clock_{host.clock()}, catalog_{host.services()} {}

    shop::Discounts discounts(Reader& reader, const shop::PromotionRequest& request, std::string_view locale) override;
    Result<shop::Discounts> redeem(Transaction& tx, std::string_view order_public_id,
                                   const shop::PromotionRequest& request, std::string_view locale) override;
    void give_back(Transaction& tx, std::string_view order_public_id) override;

    /// One promotion alone on a sample cart, whatever its schedule and limits; for the owner's preview.
    struct Preview {
        std::vector<PricedLine> lines;
        Outcome outcome;
    };
    Preview preview(Reader& reader, const Promotion& promotion, const std::vector<shop::PromotionLine>& lines,
                    Money shipping, std::string_view locale);

private:
    /// What the request comes to, and which uses it would take.
    struct Evaluated {
        shop::Discounts discounts;
        std::vector<repository::Use> uses;
        /// A limit is involved: counting needs the rows locked.
        bool limited{false};
    };
    Evaluated evaluate(Reader& reader, const shop::PromotionRequest& request, std::string_view locale);
    std::vector<PricedLine> priced(Reader& reader, const std::vector<shop::PromotionLine>& lines, bool with_details,
                                   std::string_view locale);

    Clock& clock_;
    Service<shop::Catalog> catalog_;
};

/// "user:7", "mail:budi@example.com": who a limit per customer counts.
std::vector<std::string> customers_of(const shop::PromotionRequest& request);

} // namespace hurtrock::promotions
