#pragma once
/// What a payment provider can do, what it is asked to start, and what may come of that. See payment_provider.hpp.

#include <hurtrock/clock.hpp>
#include <hurtrock/money.hpp>
#include <hurtrock/shop/customers.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace hurtrock::shop {

/// none: money cannot go back this way. manual: a person sends it back and says so in admin. full: through the gateway,
/// all of it at once. partial: any part, several times.
enum class Refunds { none, manual, full, partial };

struct Capabilities {
    Refunds refunds{Refunds::none};
    /// Staff confirm in admin that money arrived.
    bool manual_confirmation{false};
    /// Paid when the goods are handed over: the order goes on unpaid.
    bool on_delivery{false};
    /// read_webhook works: POST /webhooks/{key} is answered.
    bool webhooks{false};
    /// fetch works: the return page and the reconciler ask the gateway.
    bool fetch{false};
    /// Real money moves with the settings of this moment; facts of the other mode are never applied.
    bool live{true};
    std::vector<std::string> currencies{"IDR"};
    /// One of "bank", "card", "wallet", "qr", "store", "cash".
    std::string icon{"card"};
    /// How long a customer may take.
    std::chrono::minutes time_to_pay{std::chrono::hours{24}};
};

/// What the checkout asks for beside the choice of the method; its form field is "payment_KEY_NAME".
struct CheckoutField {
    /// Letters, digits and '_'.
    std::string name;
    /// In the customer's language.
    std::string label;
    std::string hint{};
    bool required{false};
    std::size_t length_max{100};
    /// {value, text} each; empty asks for text.
    Value choices{};
};

enum class LineKind { product, shipping, discount, tax, other };

/// What is paid for. price times quantity of all lines sum exactly to the request's amount; a discount's price is
/// negative.
struct PaymentLine {
    LineKind kind{LineKind::product};
    /// The SKU, or "shipping", "discount" …
    std::string id;
    std::string name;
    Money price{};
    std::int64_t quantity{1};
};

struct PaymentRequest {
    /// Unique for each attempt; letters, digits and '-', at most 50: the order's id at the gateway.
    std::string attempt_id;
    std::string order_number;
    std::string order_public_id;
    Money amount{};
    std::string customer_name, customer_email, customer_phone;
    std::string locale;
    /// Page the customer returns to; a full address. What the customer brings there is never believed.
    std::string return_url;
    Time expires_at{};

    std::string idempotency_key{};
    /// Never empty.
    std::vector<PaymentLine> lines{};
    Address shipping_address{};
    /// Full address of POST /webhooks/{key}.
    std::string webhook_url{};
    /// What the customer gave for checkout_fields, as check_fields answered it.
    Value fields{};
};

/// Send the customer to a hosted page.
struct PayByRedirect {
    std::string url;
    std::string gateway_reference;
    /// For the provider's own templates and scripts on the order's page (the token of a pop-up). May be shown to the
    /// customer. {"here": true}: the checkout leads to the order's page with "?pay=1" instead of to `url`, and what the
    /// provider puts into the slot "order.payment" begins there by script; a link to `url` is the way without.
    Value extra{};

    bool begins_here() const { return extra["here"].boolean(); }
};
/// Show how to pay: rows of {label, value, copy, note} and a note with one step a line, all in the customer's language.
struct PayByInstructions {
    Value rows;
    std::string note;
    /// What exactly must arrive; a manual transfer may add a unique amount below Rp1.000 to tell payments apart.
    Money amount{};
    /// The text of a QR code to show, and an address that opens the wallet on a phone.
    std::string qr_payload{}, deep_link{};
    std::string gateway_reference{};
    /// Earlier than the request's, when the gateway says so.
    std::optional<Time> expires_at{};
    Value extra{};
};
/// Nothing was started.
struct PaymentDeclined {
    /// For the customer, translated (empty: a general sentence); for the log, without secrets.
    std::string message;
    std::string reason;
    /// The gateway could not be asked, or its answer was lost: the attempt stays as it is and start comes again with
    /// the same idempotency key. Otherwise the attempt has failed and the customer chooses again.
    bool temporary{false};
};
using StartResult = std::variant<PayByRedirect, PayByInstructions, PaymentDeclined>;

/// What is known of an order when methods are offered.
struct PaymentContext {
    Money amount{};
    Address address{};
    bool pickup{false};
};

} // namespace hurtrock::shop
