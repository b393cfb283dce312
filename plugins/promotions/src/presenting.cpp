#include "admin_pages.hpp"

namespace hurtrock::promotions {

Value state_view(const Request& request, State state)
{
    switch (state) {
    case State::running:
        return {{"text", request.translate("Running")}, {"tone", "done"}};
    case State::scheduled:
        return {{"text", request.translate("Scheduled")}, {"tone", "wait"}};
    case State::ended:
        return {{"text", request.translate("Ended")}, {"tone", "neutral"}};
    case State::used_up:
        return {{"text", request.translate("Used up")}, {"tone", "stop"}};
    case State::off:
        return {{"text", request.translate("Off")}, {"tone", "neutral"}};
    }
    return {};
}

std::string benefit_text(const Request& request, const Promotion& promotion)
{
    switch (promotion.kind) {
    case Kind::percentage:
        return request.translate("%(percent)s %% off", {{"percent", promotion.percent}});
    case Kind::fixed:
        return request.translate("%(amount)s off", {{"amount", promotion.amount.text()}});
    case Kind::free_shipping:
        return request.translate("Free shipping");
    case Kind::buy_x_get_y:
        return request.translate(
            promotion.percent == 100 ? "Buy %(buy)s, get %(get)s free"
                                     : "Buy %(buy)s, get %(get)s at %(percent)s %% off",
            {{"buy", promotion.buy_quantity}, {"get", promotion.get_quantity}, {"percent", promotion.percent}});
    }
    return {};
}

} // namespace hurtrock::promotions
