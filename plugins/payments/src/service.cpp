#include "service.hpp"

#include "money_repository.hpp"
#include "repository.hpp"

namespace hurtrock::payments {
namespace {

constexpr std::int64_t overdue_batch = 200;
/// The reconciler looks at a payment for the first time this long after it was opened.
constexpr std::chrono::minutes first_ask{1};

shop::PaymentBalance balance_of(const Payment& payment, const Balance& ledger)
{
    return {.captured = payment.captured,
            .refunded = payment.refunded,
            .refund_pending = payment.refund_reserved,
            .refundable = payment.captured - payment.due,
            .owed = payment.due - payment.refunded,
            .disputed = ledger.disputed,
            .rounding = ledger.rounding};
}

shop::PaymentView view_of(Reader& reader, const Payment& payment)
{
    return {.id = payment.id,
            .provider = payment.provider,
            .title = payment.title,
            .state = payment.state,
            .amount = payment.amount,
            .instructions = payment.instructions,
            .expires_at = payment.expires_at,
            .paid_at = payment.paid_at,
            .failed_reason = payment.failed_reason,
            .redirect_url = payment.redirect_url,
            .attempt_id = payment.attempt_id,
            .extra = payment.extra,
            .method = payment.method,
            .on_delivery = payment.on_delivery,
            .balance =
                balance_of(payment, payment.captured.is_zero() ? Balance{} : repository::balance(reader, payment.id)),
            .qr_path = has_qr(payment) ? "/payments/" + payment.attempt_id + "/qr.png" : ""};
}

} // namespace

std::vector<shop::PaymentMethod> PaymentsService::methods(std::string_view locale) { return offers(locale, {}); }

std::vector<shop::PaymentMethod> PaymentsService::offers(std::string_view locale, const shop::PaymentContext& context)
{
    std::vector<shop::PaymentMethod> methods;
    std::vector<int> later;
    for (const auto& key : host_.services().keys<shop::PaymentProvider>()) {
        const auto provider = host_.services().find<shop::PaymentProvider>(key);
        if (!provider || !provider->unavailable_reason().empty()) continue;
        const auto able = provider->capabilities();
        methods.push_back({.provider = key,
                           .title = provider->title(locale),
                           .description = provider->description(locale),
                           .time_to_pay = able.time_to_pay,
                           .icon = able.icon,
                           .on_delivery = able.on_delivery,
                           .fields = provider->checkout_fields(locale),
                           .unavailable = context.amount.is_zero() ? "" : provider->unfit_reason(context, locale)});
        later.push_back((able.live ? 0 : 2) + (able.on_delivery ? 1 : 0));
    }
    // What brings money first stands first; what brings none (test mode) last.
    std::vector<shop::PaymentMethod> sorted;
    for (int rank = 0; rank <= 3; ++rank)
        for (std::size_t i = 0; i < methods.size(); ++i)
            if (later[i] == rank) sorted.push_back(std::move(methods[i]));
    return sorted;
}

Result<PaymentId> PaymentsService::open(Transaction& tx, const shop::NewPayment& request)
{
    const auto provider = gateway_.provider(request.provider);
    if (!provider || !provider->unavailable_reason().empty())
        return Problem{.code = "payments.unknown_method", .field = "payment_method"};
    const auto unfit =
        provider->unfit_reason({request.amount, request.shipping_address, request.pickup}, request.locale);
    if (!unfit.empty())
        return Problem{.code = "payments.unfit", .field = "payment_method", .arguments = {{"reason", unfit}}};
    const auto fields = provider->check_fields(request.fields.is_map() ? request.fields : Value::map());
    if (!fields) return fields.problem();

    for (const auto& earlier : repository::lock_live(tx, request.order_public_id))
        if (is_open(earlier.state)) receiving_.end(tx, earlier, PaymentEvent::cancel, "payments.replaced");
    return repository::create(tx, new_payment(request, *provider, *fields), host_.clock().now());
}

Payment PaymentsService::new_payment(const shop::NewPayment& request, shop::PaymentProvider& provider,
                                     const Value& fields)
{
    const auto able = provider.capabilities();
    Payment payment;
    // The random part keeps attempts of two shops that share a gateway account apart.
    payment.attempt_id = request.order_number + "-" + make_public_id().substr(0, 8);
    payment.order_public_id = request.order_public_id;
    payment.order_number = request.order_number;
    payment.provider = request.provider;
    payment.title = provider.title(request.locale);
    payment.manual = able.manual_confirmation;
    payment.on_delivery = able.on_delivery;
    payment.live = able.live;
    payment.amount = request.amount;
    payment.customer_name = request.customer_name;
    payment.customer_email = request.customer_email;
    payment.customer_phone = request.customer_phone;
    payment.locale = request.locale;
    payment.return_url = request.return_url;
    payment.expires_at = request.expires_at;
    payment.lines = to_value(fitting(request.lines, request.amount, request.order_number));
    payment.shipping_address = request.shipping_address.to_value();
    payment.fields = fields;
    if (able.fetch) payment.ask_after = host_.clock().now() + first_ask;
    return payment;
}

std::optional<shop::PaymentView> PaymentsService::of_order(Reader& reader, std::string_view order_public_id)
{
    const auto payment = repository::newest_of_order(reader, order_public_id);
    if (!payment) return std::nullopt;
    return view_of(reader, *payment);
}

std::vector<shop::PaymentView> PaymentsService::all_of_order(Reader& reader, std::string_view order_public_id)
{
    std::vector<shop::PaymentView> views;
    for (const auto& payment : repository::of_order(reader, order_public_id))
        views.push_back(view_of(reader, payment));
    return views;
}

shop::PaymentBalance PaymentsService::balance_of_order(Reader& reader, std::string_view order_public_id)
{
    shop::PaymentBalance sum;
    for (const auto& view : all_of_order(reader, order_public_id)) {
        sum.captured += view.balance.captured;
        sum.refunded += view.balance.refunded;
        sum.refund_pending += view.balance.refund_pending;
        sum.refundable += view.balance.refundable;
        sum.owed += view.balance.owed;
        sum.disputed += view.balance.disputed;
        sum.rounding += view.balance.rounding;
    }
    return sum;
}

std::optional<shop::PaymentView> PaymentsService::refresh(std::string_view order_public_id)
{
    for (const auto& payment : repository::of_order(host_.database(), order_public_id)) {
        const bool may_change = is_open(payment.state) && payment.state != PaymentState::promised;
        if (!may_change) continue;
        if (const auto asked = asking_.ask_gently(payment); !asked)
            host_.log().warning("a gateway's answer could not be applied",
                                {{"attempt", payment.attempt_id}, {"reason", asked.problem().code}});
    }
    return of_order(host_.database(), order_public_id);
}

void PaymentsService::cancel(Transaction& tx, std::string_view order_public_id)
{
    for (const auto& payment : repository::lock_live(tx, order_public_id)) {
        const bool late = payment.expires_at <= host_.clock().now();
        receiving_.end(tx, payment, late ? PaymentEvent::expire : PaymentEvent::cancel, "payments.order_ended");
    }
}

Result<Done> PaymentsService::collected(Transaction& tx, std::string_view order_public_id, std::string_view actor)
{
    for (const auto& payment : repository::of_order(tx, order_public_id)) {
        if (payment.state != PaymentState::promised) continue;
        const auto received = receiving_.receive(tx, {.attempt_id = payment.attempt_id,
                                                      .amount = payment.expected,
                                                      .fact = "delivery:" + payment.attempt_id,
                                                      .actor = std::string{actor}});
        if (!received) return received.problem();
    }
    return Done{};
}

Result<std::vector<std::string>> PaymentsService::request_refund(Transaction& tx, std::string_view order_public_id,
                                                                 Money amount, std::string_view reason,
                                                                 std::string_view actor)
{
    return refunds_.request(tx, order_public_id, amount, reason, actor);
}

Result<shop::MoneySeenOutcome> PaymentsService::receive(Transaction& tx, const shop::MoneySeen& seen)
{
    const auto payment = repository::find(tx, seen.attempt_id);
    if (!payment) return Problem{.code = "payments.unknown", .status = 404};
    repository::take_turn_of(tx, payment->order_public_id);
    const auto received = receiving_.receive(
        tx, {.attempt_id = seen.attempt_id, .amount = seen.amount, .fact = seen.fact, .actor = seen.actor});
    if (!received) return received.problem();
    return shop::MoneySeenOutcome{received->state, received->repeated, received->missing, received->owed};
}

Result<Done> PaymentsService::expire_overdue()
{
    const auto before = host_.clock().now() - std::chrono::minutes{host_.settings().integer("grace_minutes")};
    for (const auto id : repository::overdue(host_.database(), before, overdue_batch)) {
        auto ended = host_.database().transaction("payments.expire", [&](Transaction& tx) -> Result<Done> {
            const auto payment = repository::lock(tx, id);
            if (payment && is_open(payment->state))
                receiving_.end(tx, *payment, PaymentEvent::expire, "payments.time_over");
            return Done{};
        });
        if (!ended) return ended;
    }
    return Done{};
}

} // namespace hurtrock::payments
