#pragma once
/// GET and POST /checkout.

#include "checkout_forms.hpp"

namespace hurtrock::orders {

class CheckoutPages {
public:
    CheckoutPages(Host& host, Checkout& checkout)
        : host_{host}, checkout_{checkout}, forms_{host}, customers_{host.services()}
    {
    }

    Response show(const Request& request);
    Response submit(const Request& request);

private:
    struct Shown {
        Offer offer;
        std::vector<shop::SavedAddress> book;
        Value values;
        Value errors{Value::map()};
        Value place_choices{Value::list()};
    };

    Response form_page(const Request& request, Shown shown, int status);
    Response place(const Request& request, const FormReader& form, const PlaceRequest& wanted, const Offer& offer,
                   const TypedAddress& address);
    Response refused(const Request& request, const FormReader& form, const TypedAddress& address,
                     const Problem& problem);
    Response placed(const PlaceRequest& wanted, const TypedAddress& address, const Placed& placed);
    std::string sentence(const Request& request, const Offer& offer, const Problem& problem);

    Host& host_;
    Checkout& checkout_;
    CheckoutForms forms_;
    Service<shop::Customers> customers_;
};

} // namespace hurtrock::orders
