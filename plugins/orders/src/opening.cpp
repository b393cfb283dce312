/// Who may open an order's pages, and ordering again.
#include "repository.hpp"
#include "shop_pages.hpp"

#include <algorithm>

namespace hurtrock::orders {
namespace {

/// How long number and e-mail, once named, open a customer's order without a login.
constexpr std::chrono::hours proof_lasts{24};

} // namespace

bool OrdersService::may_open(Reader& reader, const Visitor& visitor, std::string_view public_id)
{
    const auto order = repository::find(reader, public_id);
    return order && may_open(reader, visitor, *order);
}

bool OrdersService::may_open(Reader& reader, const Visitor& visitor, const Order& order)
{
    return visitor.can("orders.orders.view") || may_act(reader, visitor, order);
}

bool OrdersService::may_act(Reader& reader, const Visitor& visitor, std::string_view public_id)
{
    const auto order = repository::find(reader, public_id);
    return order && may_act(reader, visitor, *order);
}

bool OrdersService::may_act(Reader& reader, const Visitor& visitor, const Order& order)
{
    if (!order.user) return true;
    const auto* user = visitor.user();
    if (user && user->id == *order.user) return true;
    return !visitor.guest().empty() &&
           repository::is_proved(reader, visitor.guest(), order.id, host_.clock().now() - proof_lasts);
}

std::optional<Order> ShopPages::open(const Request& request)
{
    auto order = repository::find(host_.database(), request.path("public_id"));
    if (!order || !orders_.may_open(host_.database(), request.visitor(), *order)) return std::nullopt;
    return order;
}

std::optional<Order> ShopPages::open_to_act(const Request& request)
{
    auto order = repository::find(host_.database(), request.path("public_id"));
    if (!order || !orders_.may_act(host_.database(), request.visitor(), *order)) return std::nullopt;
    return order;
}

/// Another customer learns nothing; a visitor may be the customer, signed out; staff who see the order act in the
/// admin.
Response ShopPages::shut(const Request& request)
{
    const std::string public_id{request.path("public_id")};
    if (open(request)) return problem({.code = "core.forbidden", .status = 403});
    if (request.visitor().user() || !repository::find(host_.database(), public_id)) return not_found();
    return redirect("/login?next=/orders/" + public_id)
        .flash(FlashKind::info, request.translate("orders.log_in_to_see"));
}

void ShopPages::prove(const Request& request, const Order& order)
{
    if (orders_.may_act(host_.database(), request.visitor(), order)) return;
    const std::string guest{request.visitor().ensure_guest()};
    const auto kept = host_.database().transaction("orders.prove", [&](Transaction& tx) -> Result<Done> {
        repository::remember_proof(tx, guest, order.id, host_.clock().now());
        return Done{};
    });
    if (!kept) host_.log().warning("a proof was not kept", {{"order", order.public_id}});
}

Response ShopPages::order_again(const Request& request)
{
    const auto order = open_to_act(request);
    if (!order) return shut(request);
    auto& visitor = request.visitor();
    if (!visitor.user()) visitor.ensure_guest();
    const auto lines = repository::lines(host_.database(), order->id);
    std::vector<shop::CartItem> items;
    for (const auto& line : lines)
        items.push_back({line.variant, line.quantity});
    std::vector<shop::CartItemProblem> problems;
    const auto put = host_.database().transaction("orders.order_again", [&](Transaction& tx) -> Result<Done> {
        problems = cart_->put(tx, shop::CartOwner::of(visitor), items);
        return Done{};
    });
    if (!put)
        return redirect("/orders/" + order->public_id).flash(FlashKind::error, request.translate(put.problem().code));
    auto answer = redirect("/cart");
    for (const auto& [variant, problem] : problems) {
        const auto line =
            std::find_if(lines.begin(), lines.end(), [&](const auto& one) { return one.variant == variant; });
        const auto name = line == lines.end() ? std::string{} : line->product_name + ": ";
        answer = std::move(answer).flash(FlashKind::warning, name + request.translate(problem.code, problem.arguments));
    }
    if (!problems.empty()) return answer;
    return std::move(answer).flash(FlashKind::success,
                                   request.translate("It is all in your cart again, at today's prices."));
}

} // namespace hurtrock::orders
