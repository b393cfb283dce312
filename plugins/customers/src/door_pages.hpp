#pragma once
/// /register, /login, /logout and the mailed link of /confirm.

#include "registrar.hpp"

namespace hurtrock::customers {

class DoorPages {
public:
    DoorPages(Host& host, Registrar& registrar) : host_{host}, registrar_{registrar} {}

    Response register_form(const Request& request);
    Response enrol(const Request& request);
    /// What both a new and a known address are answered.
    Response check_mail(const Request& request);

    Response login_form(const Request& request);
    Response login(const Request& request);
    Response logout(const Request& request);

    /// Shows a button: programs that open every link of a mail must not confirm anything.
    Response confirm_form(const Request& request);
    Response confirm(const Request& request);
    Response send_again(const Request& request);

private:
    Response confirm_page(const Request& request, const PendingConfirmation& pending, const Value& errors);
    Response link_too_old(const Request& request);

    Host& host_;
    Registrar& registrar_;
};

} // namespace hurtrock::customers
