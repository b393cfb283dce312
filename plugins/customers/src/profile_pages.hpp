#pragma once
/// /profile: who, the address book in short, recent orders, and the password.

#include "address_pages.hpp"
#include "registrar.hpp"

namespace hurtrock::customers {

class ProfilePages {
public:
    ProfilePages(Host& host, Registrar& registrar, AddressPages& addresses)
        : host_{host}, registrar_{registrar}, addresses_{addresses}, orders_{host.services()}
    {
    }

    Response show(const Request& request);
    Response save(const Request& request);
    Response change_password(const Request& request);

private:
    Response profile_page(const Request& request, const Value& values, const Value& errors);
    Value saved_values(const User& user);
    Value recent_orders(const Request& request, UserId user);

    Host& host_;
    Registrar& registrar_;
    AddressPages& addresses_;
    Service<shop::Orders> orders_;
};

} // namespace hurtrock::customers
