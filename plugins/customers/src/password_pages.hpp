#pragma once
/// /forgot and the mailed link of /reset.

#include "registrar.hpp"

namespace hurtrock::customers {

class PasswordPages {
public:
    PasswordPages(Host& host, Registrar& registrar) : host_{host}, registrar_{registrar} {}

    Response forgot_form(const Request& request);
    Response forgot(const Request& request);
    Response reset_form(const Request& request);
    Response reset(const Request& request);

private:
    Host& host_;
    Registrar& registrar_;
};

} // namespace hurtrock::customers
