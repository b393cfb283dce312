#pragma once
/// /admin/promotions: the list, and one promotion to make, change, copy, switch and try.

#include "admin_repository.hpp"
#include "service.hpp"

#include <hurtrock/forms.hpp>

namespace hurtrock::promotions {

class AdminPages {
public:
    AdminPages(Host& host, PromotionService& service) : host_{host}, service_{service}, catalog_{host.services()} {}

    Response list(const Request& request);
    Response edit_new(const Request& request);
    Response create(const Request& request);
    Response edit(const Request& request);
    Response update(const Request& request);
    Response duplicate(const Request& request);
    Response set_active(const Request& request);
    /// ?skus=… one SKU a line, "SKU x 3" for several; and ?shipping=…
    Response preview(const Request& request);

private:
    Response form_page(const Request& request, const Promotion& promotion, Value values, const Value& errors,
                       int status);
    Response save(const Request& request, const Promotion& before);
    Response done(const Request& request, std::string_view sentence, const std::string& path);

    Host& host_;
    PromotionService& service_;
    Service<shop::Catalog> catalog_;
};

/// {text, tone} of a state; what the promotion gives, in a sentence.
Value state_view(const Request& request, State state);
std::string benefit_text(const Request& request, const Promotion& promotion);

} // namespace hurtrock::promotions
