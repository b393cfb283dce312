#pragma once
/// Orders, as other plugins see them. Provided by the orders plugin.

#include <hurtrock/request.hpp>
#include <hurtrock/shop/order_detail.hpp>

namespace hurtrock::shop {

class Orders {
public:
    static constexpr const char* interface_name = "hurtrock.orders/3";

    virtual std::optional<OrderSummary> find(Reader& reader, std::string_view public_id) = 0;
    /// Newest first, at most limit (100).
    virtual std::vector<OrderSummary> of_user(Reader& reader, UserId user, int limit) = 0;
    /// After registering: hands the orders of a confirmed e-mail address to its user.
    virtual void adopt(Transaction& tx, std::string_view email, UserId user) = 0;

    virtual std::optional<OrderDetail> detail(Reader& reader, std::string_view public_id) = 0;
    /// For bulk prints: in the order asked, unknown ones left out, at most 200. A constant number of statements,
    /// besides those that ask payments about each order.
    virtual std::vector<OrderDetail> details(Reader& reader, const std::vector<std::string>& public_ids) = 0;
    /// Whether the visitor may see the order at addresses with its public id. A guest's order: whoever has the address, which
    /// nobody can guess. A customer's: that customer, who proved to know number and e-mail on the tracking page, and staff
    /// who may see orders. False for an unknown one; answer 404, so that nothing is told apart.
    virtual bool may_open(Reader& reader, const Visitor& visitor, std::string_view public_id) = 0;
    /// Whether the visitor may act as its customer does (pay, cancel, send back, add to it). The same people without staff,
    /// who act in the admin, each act with its own permission.
    virtual bool may_act(Reader& reader, const Visitor& visitor, std::string_view public_id) = 0;

protected:
    ~Orders() = default;
};

} // namespace hurtrock::shop
