#include "payment_window.hpp"

namespace hurtrock::midtrans {
namespace {

bool is_waiting_on_a_page(const shop::PaymentView& payment)
{
    return payment.provider == "midtrans" && payment.state == shop::PaymentState::pending &&
           !payment.redirect_url.empty() && !payment.extra["token"].empty();
}

} // namespace

std::string script_address(const Config& config)
{
    constexpr std::string_view version = "/v1";
    std::string_view base = config.snap_base;
    if (base.ends_with(version)) base.remove_suffix(version.size());
    return std::string{base} + "/snap.js";
}

Value window_of(const Config& config, const shop::PaymentView& payment)
{
    // What cannot be the public key is never put on a page.
    if (!config.in_window || !key_trouble(config).empty() || !is_waiting_on_a_page(payment)) return {};
    return {{"script", script_address(config)},
            {"client_key", config.client_key},
            {"token", payment.extra["token"]},
            {"page", payment.redirect_url}};
}

Value PaymentWindow::on_order_page(const Request& request, const Value& context)
{
    const auto order = context["public_id"].text();
    const auto config = read_config(host_.settings());
    if (order.empty() || !config.in_window) return {};
    const auto payment = payments_->of_order(host_.database(), order);
    auto window = payment ? window_of(config, *payment) : Value{};
    if (window.is_null()) return {};
    request.may_load(PageSource::script, window["script"].text());
    request.may_load(PageSource::frame, window["script"].text());
    window.set("back", request.url_for("/payments/" + payment->attempt_id + "/return"));
    return window;
}

} // namespace hurtrock::midtrans
