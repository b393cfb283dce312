#pragma once
/// Orders, as other plugins see them. Provided by the orders plugin.

#include <hurtrock/database.hpp>

namespace hurtrock::shop {

/// What an order goes through; the arrows between are in the orders plugin's states.hpp.
enum class OrderState { placed, paid, shipped, delivered, cancelled };

/// "placed" … for storage, APIs and templates.
constexpr std::string_view name_of(OrderState state) noexcept
{
    switch (state) {
    case OrderState::placed: return "placed";
    case OrderState::paid: return "paid";
    case OrderState::shipped: return "shipped";
    case OrderState::delivered: return "delivered";
    case OrderState::cancelled: return "cancelled";
    }
    return "";
}

struct OrderSummary {
    OrderId id{};
    /// 22 characters, for addresses.
    std::string public_id;
    /// "HR-1042", for people, never for access.
    std::string number;
    OrderState state{OrderState::placed};
    std::optional<UserId> user{};
    std::string customer_name, customer_email;
    Money total{};
    Time placed_at{};
};

class Orders {
public:
    static constexpr const char* interface_name = "hurtrock.orders/1";

    virtual std::optional<OrderSummary> find(Reader& reader, std::string_view public_id) = 0;
    /// Newest first, at most limit (100).
    virtual std::vector<OrderSummary> of_user(Reader& reader, UserId user, int limit) = 0;
    /// After registering: hands the orders of a confirmed e-mail address to its user.
    virtual void adopt(Transaction& tx, std::string_view email, UserId user) = 0;

protected:
    ~Orders() = default;
};

} // namespace hurtrock::shop
