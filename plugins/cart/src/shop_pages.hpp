#pragma once
/// The cart page and its forms; each form also answers scripts in JSON.

#include "service.hpp"

namespace hurtrock::cart
{

class ShopPages
{
public:
    ShopPages(Host& host, CartService& service) : host_{host}, service_{service} {}

    Response show(const Request& request);
    Response add(const Request& request);
    Response set(const Request& request);
    Response remove(const Request& request);

    /// The number beside the header's icon.
    Value header(const Request& request);

private:
    Response refused(const Request& request, const Problem& problem);
    Response changed(const Request& request, std::int64_t line, std::string message, FlashKind kind);

    Host& host_;
    CartService& service_;
};

} // namespace hurtrock::cart
