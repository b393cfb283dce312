#pragma once
/// What staff does with orders: each reads a form, calls a rule in a transaction with its audit row, and leads back.

#include "admin_pages.hpp"
#include "editing.hpp"
#include "returning.hpp"
#include "sending.hpp"

#include <hurtrock/forms.hpp>

namespace hurtrock::orders
{

class DeskActions
{
public:
    DeskActions(Host& host, OrdersService& orders, Sending& sending, Returning& returning, Editing& editing,
                AdminPages& pages)
        : host_{host}, orders_{orders}, sending_{sending}, returning_{returning}, editing_{editing}, pages_{pages}
    {
    }

    /// The list's and the order's ship button: what can be sent now, or the lines of the form, in one parcel.
    Response ship(const Request& request);
    Response pack(const Request& request);
    /// `action`: ship, deliver, lose, come_back, unpack.
    Response parcel(const Request& request);
    Response deliver(const Request& request);
    Response cancel(const Request& request);
    Response edit(const Request& request);
    Response note(const Request& request);
    Response refund(const Request& request);
    /// Staff asks for a customer.
    Response add_return(const Request& request);
    /// `action`: approve, refuse, receive, close.
    Response answer_return(const Request& request);
    /// `action`: pack or ship, for the orders ticked in the list; each stands alone.
    /// Packs or ships many: the ticked ones, or the one of `only`.
    Response bulk(const Request& request);

private:
    static std::vector<std::string> chosen_orders(const Request& request, bool shipping);
    using Act = std::function<Result<Done>(Transaction&)>;
    /// Runs the act with its audit row; back to the order, or to the list the form came from.
    Response done(const Request& request, const Order& order, const char* action, const Value& after,
                  std::string_view sentence, const Act& act);
    Result<Done> run(const Request& request, const Order& order, const char* action, const Value& after,
                     const Act& act);
    std::vector<shop::ParcelLine> quantities(FormReader& form, const Order& order, std::string_view prefix);

    Host& host_;
    OrdersService& orders_;
    Sending& sending_;
    Returning& returning_;
    Editing& editing_;
    AdminPages& pages_;
};

} // namespace hurtrock::orders
