#pragma once
/// Reads checkout forms: what was typed, which of the customer's addresses is meant, and what is wrong with it.

#include "checkout.hpp"

#include <hurtrock/forms.hpp>
#include <hurtrock/shop/place_field.hpp>

namespace hurtrock::orders
{

/// Where a form sends the parcel.
struct TypedAddress {
    shop::Address address;
    /// What a typed place may mean, for the page to ask back; empty when nothing is open.
    Value place_choices{Value::list()};
    /// It is one of the customer's book, not typed.
    bool saved{false};
};

class CheckoutForms
{
public:
    explicit CheckoutForms(Host& host) : host_{host}, customers_{host.services()}, places_{host.services()} {}

    /// The customer's addresses; none for a guest.
    std::vector<shop::SavedAddress> book(const Request& request);
    /// What stands in the page before anything is typed: the address that `?address=ID` names, else the default one.
    Value first_values(const Request& request, const std::vector<shop::SavedAddress>& book);

    /// As far as it is known, without a complaint.
    TypedAddress address(const Request& request, const std::vector<shop::SavedAddress>& book);
    /// What decides an offer.
    static CheckoutForm known(const Value& values, const shop::Address& address);
    /// All of it. An address is needed unless the order is collected in the store. Problems are in `form`; `address` gets
    /// the places to choose from.
    CheckoutForm read(FormReader& form, const Request& request, const Offer& offer,
                      const std::vector<shop::SavedAddress>& book, TypedAddress& address);

private:
    void read_person(FormReader& form, const TypedAddress& address, CheckoutForm& typed);
    void read_address(FormReader& form, const Request& request, TypedAddress& address, bool needed);
    void read_payment(FormReader& form, const Offer& offer, CheckoutForm& typed);

    Host& host_;
    Service<shop::Customers> customers_;
    Service<shop::Places> places_;
};

/// `saved_addresses` of orders/checkout.html.
Value to_view(const std::vector<shop::SavedAddress>& book, std::string_view chosen);

} // namespace hurtrock::orders
