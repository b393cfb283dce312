#pragma once
/// The mails of an order, after the fact: a mail that cannot be written never stops a sale, and is tried again.

#include "service.hpp"

namespace hurtrock::orders
{

class Mailer
{
public:
    Mailer(Host& host, OrdersService& orders) : host_{host}, orders_{orders}, payments_{host.services()} {}

    /// "received" carries how to pay, so it begins the payment if nobody has.
    Result<Done> received(const std::string& public_id);
    /// `kind` is "paid", "shipped" or "cancelled". Each mail is written once, however often the event is heard.
    Result<Done> send(const std::string& public_id, const char* kind);

private:
    Host& host_;
    OrdersService& orders_;
    Service<shop::Payments> payments_;
};

} // namespace hurtrock::orders
