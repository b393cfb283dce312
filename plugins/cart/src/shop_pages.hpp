#pragma once
/// The cart page and its forms; each form also answers scripts in JSON.

#include "presenting.hpp"
#include "service.hpp"

#include <hurtrock/shop/shipping.hpp>
#include <hurtrock/shop/tax.hpp>

namespace hurtrock::cart {

class ShopPages {
public:
    ShopPages(Host& host, CartService& service)
        : host_{host},
          service_{service},
          catalog_{host.services()},
          shipping_{host.services()},
          tax_{host.services()},
          promotions_{host.services()}
    {
    }

    Response show(const Request& request);
    Response add(const Request& request);
    Response set(const Request& request);
    Response remove(const Request& request);
    Response save(const Request& request);
    /// Back into the cart: what was saved for later or just taken out.
    Response restore(const Request& request);
    Response acknowledge(const Request& request);
    Response apply_coupon(const Request& request);
    Response remove_coupon(const Request& request);

    /// The number beside the header's icon.
    Value header(const Request& request);

private:
    Response refused(const Request& request, const Problem& problem);
    Response changed(const Request& request, std::int64_t line, std::string message, FlashKind kind);

    Response move(const Request& request, Place to, std::string_view done, FlashKind kind);
    /// Tax inside, and what shipping starts at: as far as those plugins are there.
    Sums sums_of(Reader& reader, const shop::CartView& cart, std::string_view locale);
    Value suggestions(const Request& request, const shop::CartView& cart);

    Host& host_;
    CartService& service_;
    Service<shop::Catalog> catalog_;
    Service<shop::Shipping> shipping_;
    Service<shop::Tax> tax_;
    Service<shop::Promotions> promotions_;
};

} // namespace hurtrock::cart
