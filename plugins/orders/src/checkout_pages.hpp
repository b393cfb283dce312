#pragma once
/// GET and POST /checkout.

#include "checkout.hpp"
#include "service.hpp"

#include <hurtrock/forms.hpp>

namespace hurtrock::orders
{

class CheckoutPages
{
public:
    CheckoutPages(Host& host, Checkout& checkout)
        : host_{host}, checkout_{checkout}, customers_{host.services()}
    {
    }

    Response show(const Request& request);
    Response submit(const Request& request);

private:
    CheckoutForm read(FormReader& form, const Offer& offer, bool placing);
    Response form_page(const Request& request, const Offer& offer, Value values, Value errors, int status);
    Response refused(const Request& request, const FormReader& form, const Problem& problem);
    Response placed(const PlaceRequest& wanted, const Placed& placed);
    Value first_values(const Request& request);
    std::string sentence(const Request& request, const Offer& offer, const Problem& problem);

    Host& host_;
    Checkout& checkout_;
    Service<shop::Customers> customers_;
};

} // namespace hurtrock::orders
