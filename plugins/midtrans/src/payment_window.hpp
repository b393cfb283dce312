#pragma once
/// The payment window of Midtrans over the order's page, for shops that chose it: what the page's script needs, and
/// what that one page may load from Midtrans. Without scripts, and when Midtrans's script does not come, the link to
/// the hosted page is the way.

#include "config.hpp"

#include <hurtrock/plugin.hpp>
#include <hurtrock/shop/payments.hpp>

namespace hurtrock::midtrans {

/// Where Midtrans serves the script of the window, beside the API of its pages:
/// "https://app.midtrans.com/snap/snap.js" for "https://app.midtrans.com/snap/v1".
std::string script_address(const Config& config);

/// What the page needs to open this payment in a window; null when there is nothing to pay so.
Value window_of(const Config& config, const shop::PaymentView& payment);

class PaymentWindow {
public:
    explicit PaymentWindow(Host& host) : host_{host}, payments_{host.services()} {}

    /// For the slot "order.payment"; null when there is nothing to pay in a window.
    Value on_order_page(const Request& request, const Value& context);

private:
    Host& host_;
    Service<shop::Payments> payments_;
};

} // namespace hurtrock::midtrans
