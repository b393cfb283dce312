#pragma once
/// The states of an order. It has three that are never read out of one another: its own stage, what was paid, what was
/// sent. Parcels and returns have their own. The arrows between are tables in the orders plugin's states.hpp.

#include <string_view>

namespace hurtrock::shop {

/// `confirmed`: it is paid, or will be at the door; the goods are its own. `completed`: all is delivered and paid.
enum class OrderStage { placed, confirmed, completed, cancelled };
/// `partly_paid`: an edit made it dearer after it was paid.
enum class MoneyState { unpaid, promised, partly_paid, paid, partly_refunded, refunded };
enum class FulfilmentState { unfulfilled, partly_shipped, shipped, delivered };
/// `returned`: it came back undelivered. `cancelled`: it was unpacked before it left.
enum class ParcelState { packed, shipped, delivered, returned, lost, cancelled };
/// `received`: the goods are back; `closed`: and the money is sent back too.
enum class ReturnState { requested, approved, refused, received, closed, withdrawn };

/// What a person is told, in one word; made of the stage, the money and the fulfilment.
enum class OrderState { placed, confirmed, paid, partly_shipped, shipped, delivered, cancelled };

/// "placed" … for storage, APIs and templates.
constexpr std::string_view name_of(OrderState state) noexcept
{
    switch (state) {
    case OrderState::placed: return "placed";
    case OrderState::confirmed: return "confirmed";
    case OrderState::paid: return "paid";
    case OrderState::partly_shipped: return "partly_shipped";
    case OrderState::shipped: return "shipped";
    case OrderState::delivered: return "delivered";
    case OrderState::cancelled: return "cancelled";
    }
    return "";
}
constexpr std::string_view name_of(OrderStage stage) noexcept
{
    switch (stage) {
    case OrderStage::placed: return "placed";
    case OrderStage::confirmed: return "confirmed";
    case OrderStage::completed: return "completed";
    case OrderStage::cancelled: return "cancelled";
    }
    return "";
}
constexpr std::string_view name_of(MoneyState state) noexcept
{
    switch (state) {
    case MoneyState::unpaid: return "unpaid";
    case MoneyState::promised: return "promised";
    case MoneyState::partly_paid: return "partly_paid";
    case MoneyState::paid: return "paid";
    case MoneyState::partly_refunded: return "partly_refunded";
    case MoneyState::refunded: return "refunded";
    }
    return "";
}
constexpr std::string_view name_of(FulfilmentState state) noexcept
{
    switch (state) {
    case FulfilmentState::unfulfilled: return "unfulfilled";
    case FulfilmentState::partly_shipped: return "partly_shipped";
    case FulfilmentState::shipped: return "shipped";
    case FulfilmentState::delivered: return "delivered";
    }
    return "";
}
constexpr std::string_view name_of(ParcelState state) noexcept
{
    switch (state) {
    case ParcelState::packed: return "packed";
    case ParcelState::shipped: return "shipped";
    case ParcelState::delivered: return "delivered";
    case ParcelState::returned: return "returned";
    case ParcelState::lost: return "lost";
    case ParcelState::cancelled: return "cancelled";
    }
    return "";
}
constexpr std::string_view name_of(ReturnState state) noexcept
{
    switch (state) {
    case ReturnState::requested: return "requested";
    case ReturnState::approved: return "approved";
    case ReturnState::refused: return "refused";
    case ReturnState::received: return "received";
    case ReturnState::closed: return "closed";
    case ReturnState::withdrawn: return "withdrawn";
    }
    return "";
}

} // namespace hurtrock::shop
