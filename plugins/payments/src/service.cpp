#include "service.hpp"

#include "repository.hpp"

#include <hurtrock/shop/events.hpp>

namespace hurtrock::payments
{
namespace
{

constexpr std::string_view system_actor = "system";
constexpr std::int64_t overdue_batch = 200;

Problem changed_meanwhile()
{
    return {.code = "payments.changed_meanwhile", .status = 409};
}
Problem repeated_fact()
{
    return {.code = "payments.repeated", .status = 409};
}

} // namespace

std::vector<shop::PaymentMethod> PaymentsService::methods(std::string_view locale)
{
    return offers(locale, {});
}

std::vector<shop::PaymentMethod> PaymentsService::offers(std::string_view locale, const shop::PaymentContext& context)
{
    std::vector<shop::PaymentMethod> methods;
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
    }
    return methods;
}

std::vector<shop::PaymentView> PaymentsService::all_of_order(Reader& reader, std::string_view order_public_id)
{
    auto view = of_order(reader, order_public_id);
    std::vector<shop::PaymentView> views;
    if (view) views.push_back(std::move(*view));
    return views;
}

shop::PaymentBalance PaymentsService::balance_of_order(Reader& reader, std::string_view order_public_id)
{
    shop::PaymentBalance sum;
    if (const auto payment = repository::newest_of_order(reader, order_public_id)) {
        const auto balance = repository::balance(reader, payment->id);
        sum.captured = balance.captured;
        sum.refunded = balance.refunded;
        sum.owed = balance.outstanding_refund();
    }
    return sum;
}

std::optional<shop::PaymentView> PaymentsService::refresh(std::string_view order_public_id)
{
    return of_order(host_.database(), order_public_id);
}

Result<Done> PaymentsService::collected(Transaction&, std::string_view, std::string_view)
{
    return Done{};
}

Result<std::vector<std::string>> PaymentsService::request_refund(Transaction&, std::string_view, Money, std::string_view,
                                                                 std::string_view)
{
    return Problem{.code = "payments.refund_exceeds", .status = 409};
}

Result<PaymentId> PaymentsService::open(Transaction& tx, const shop::NewPayment& request)
{
    const auto provider = host_.services().find<shop::PaymentProvider>(request.provider);
    if (!provider || !provider->unavailable_reason().empty())
        return Problem{.code = "payments.unknown_method", .field = "payment_method"};
    Payment payment;
    // The random part keeps attempts of two shops that share a gateway account apart.
    payment.attempt_id = request.order_number + "-" + make_public_id().substr(0, 8);
    payment.order_public_id = request.order_public_id;
    payment.order_number = request.order_number;
    payment.provider = request.provider;
    payment.title = provider->title(request.locale);
    payment.manual = provider->capabilities().manual_confirmation;
    payment.amount = request.amount;
    payment.customer_name = request.customer_name;
    payment.customer_email = request.customer_email;
    payment.customer_phone = request.customer_phone;
    payment.locale = request.locale;
    payment.return_url = request.return_url;
    payment.expires_at = request.expires_at;
    return repository::create(tx, payment, host_.clock().now());
}

std::optional<shop::PaymentView> PaymentsService::of_order(Reader& reader, std::string_view order_public_id)
{
    const auto payment = repository::newest_of_order(reader, order_public_id);
    if (!payment) return std::nullopt;
    return shop::PaymentView{.id = payment->id,
                             .provider = payment->provider,
                             .title = payment->title,
                             .state = payment->state,
                             .amount = payment->amount,
                             .instructions = payment->instructions,
                             .expires_at = payment->expires_at,
                             .paid_at = payment->paid_at,
                             .failed_reason = payment->failed_reason,
                             .redirect_url = payment->redirect_url,
                             .attempt_id = payment->attempt_id};
}

void PaymentsService::cancel(Transaction& tx, std::string_view order_public_id)
{
    for (const auto& payment : repository::lock_live(tx, order_public_id)) {
        const bool late = payment.expires_at <= host_.clock().now();
        end(tx, payment, late ? PaymentEvent::expire : PaymentEvent::cancel, "payments.order_ended");
    }
}

/// Ends a payment whose row is locked; what it received is owed back.
void PaymentsService::end(Transaction& tx, const Payment& payment, PaymentEvent event, std::string_view note)
{
    const auto now = host_.clock().now();
    const auto held = repository::balance(tx, payment.id).held();
    if (held.is_zero()) {
        repository::move(tx, payment, event, system_actor, note, now);
        return;
    }
    repository::note(
        tx, payment.id,
        {LedgerKind::refund_due, held, "end:" + payment.attempt_id, std::string{system_actor}, std::string{note}, now});
    repository::move(tx, payment, PaymentEvent::owe, system_actor, note, now);
}

Result<ReceiptOutcome> PaymentsService::receive(Transaction& tx, const Receipt& receipt)
{
    const auto payment = repository::find(tx, receipt.attempt_id);
    if (!payment) return Problem{.code = "payments.unknown", .status = 404};
    if (repository::has_fact(tx, receipt.fact)) return ReceiptOutcome{.state = payment->state, .repeated = true};
    if (receipt.seen && *receipt.seen != payment->state) return changed_meanwhile();
    if (!is_open(payment->state)) return owe(tx, *payment, receipt, "payments.order_over");

    const auto before = repository::balance(tx, payment->id).held();
    if (before + receipt.amount < payment->amount) return receive_part(tx, *payment, receipt);

    return receive_full(tx, *payment, receipt);
}

Result<ReceiptOutcome> PaymentsService::receive_full(Transaction& tx, Payment payment, const Receipt& receipt)
{
    // Only a start that is noted at the same moment makes a second turn needed.
    for (int turn = 0; turn < 3; ++turn) {
        const auto before = repository::balance(tx, payment.id).held();
        auto settled = tx.savepoint([&] { return settle(tx, payment, receipt, before); });
        if (settled) return settled;

        payment = repository::find(tx, payment.id).value();
        if (repository::has_fact(tx, receipt.fact)) return ReceiptOutcome{.state = payment.state, .repeated = true};
        // Somebody else settled it in between: a person has to look again before this counts as a second transfer.
        if (payment.state == PaymentState::paid && receipt.seen) return changed_meanwhile();
        if (payment.state == PaymentState::paid) return owe(tx, payment, receipt, "payments.paid_twice");
        const bool order_refused = settled.problem().code != changed_meanwhile().code;
        if (order_refused || !is_open(payment.state)) return owe(tx, payment, receipt, settled.problem().code);
    }
    return changed_meanwhile();
}

Result<ReceiptOutcome> PaymentsService::receive_part(Transaction& tx, const Payment& seen, const Receipt& receipt)
{
    const auto payment = repository::lock(tx, seen.id).value();
    const auto before = repository::balance(tx, payment.id).held();
    if (payment.state != seen.state || before + receipt.amount >= payment.amount) return changed_meanwhile();
    const auto fact = repository::note(
        tx, payment.id,
        {LedgerKind::captured, receipt.amount, receipt.fact, receipt.actor, "payments.part", host_.clock().now()});
    if (!fact) return ReceiptOutcome{.state = payment.state, .repeated = true};
    return ReceiptOutcome{.state = payment.state, .missing = payment.amount - before - receipt.amount};
}

/// The order first (it locks stock and itself), then our row: see the top of service.hpp.
Result<ReceiptOutcome> PaymentsService::settle(Transaction& tx, const Payment& payment, const Receipt& receipt,
                                               Money before)
{
    const auto now = host_.clock().now();
    if (auto heard =
            tx.raise(shop::PaymentCaptured{payment.order_public_id, payment.amount, payment.provider, receipt.actor});
        !heard)
        return heard.problem();
    if (!repository::move(tx, payment, PaymentEvent::capture, receipt.actor, "", now)) return changed_meanwhile();
    if (repository::balance(tx, payment.id).held() != before) return changed_meanwhile();

    const auto parts = split(before + receipt.amount, payment.amount, payment.expected);
    if (!repository::note(tx, payment.id, {LedgerKind::captured, receipt.amount, receipt.fact, receipt.actor, "", now}))
        return repeated_fact();
    if (!parts.rounding.is_zero())
        repository::note(tx, payment.id,
                         {LedgerKind::rounding, parts.rounding, receipt.fact + ":rounding", receipt.actor,
                          "payments.unique_code", now});
    if (!parts.excess.is_zero())
        repository::note(
            tx, payment.id,
            {LedgerKind::refund_due, parts.excess, receipt.fact + ":excess", receipt.actor, "payments.too_much", now});
    return ReceiptOutcome{.state = PaymentState::paid, .owed = parts.excess};
}

/// The money is here but the order cannot use it: written down as owed, together with parts that came before.
Result<ReceiptOutcome> PaymentsService::owe(Transaction& tx, const Payment& seen, const Receipt& receipt,
                                            std::string_view note)
{
    const auto now = host_.clock().now();
    const auto payment = repository::lock(tx, seen.id).value();
    if (payment.state != seen.state) return changed_meanwhile();
    if (!repository::note(tx, payment.id,
                          {LedgerKind::captured, receipt.amount, receipt.fact, receipt.actor, std::string{note}, now}))
        return ReceiptOutcome{.state = payment.state, .repeated = true};

    const bool paid = payment.state == PaymentState::paid;
    const auto due = paid ? receipt.amount : repository::balance(tx, payment.id).held();
    repository::note(tx, payment.id,
                     {LedgerKind::refund_due, due, receipt.fact + ":due", receipt.actor, std::string{note}, now});
    // A paid order stays paid; only the second transfer goes back.
    if (!paid && payment.state != PaymentState::refund_due)
        repository::move(tx, payment, PaymentEvent::owe, receipt.actor, note, now);
    return ReceiptOutcome{.state = paid ? PaymentState::paid : PaymentState::refund_due, .owed = due};
}

Result<Money> PaymentsService::sent_back(Transaction& tx, std::string_view attempt_id, std::string_view fact,
                                         std::string_view actor)
{
    const auto found = repository::find(tx, attempt_id);
    if (!found) return Problem{.code = "payments.unknown", .status = 404};
    const auto payment = repository::lock(tx, found->id).value();
    if (repository::has_fact(tx, fact)) return Money{};
    const auto outstanding = repository::balance(tx, payment.id).outstanding_refund();
    if (outstanding.is_zero()) return Problem{.code = "payments.nothing_owed", .status = 409};

    const auto now = host_.clock().now();
    repository::note(tx, payment.id,
                     {LedgerKind::refunded, outstanding, std::string{fact}, std::string{actor}, "", now});
    if (payment.state == PaymentState::refund_due) repository::move(tx, payment, PaymentEvent::refund, actor, "", now);
    return outstanding;
}

Result<Done> PaymentsService::expire_overdue()
{
    const auto before = host_.clock().now() - std::chrono::minutes{host_.settings().integer("grace_minutes")};
    for (const auto id : repository::overdue(host_.database(), before, overdue_batch)) {
        auto ended = host_.database().transaction("payments.expire", [&](Transaction& tx) -> Result<Done> {
            const auto payment = repository::lock(tx, id);
            if (payment && is_open(payment->state)) end(tx, *payment, PaymentEvent::expire, "payments.time_over");
            return Done{};
        });
        if (!ended) return ended;
    }
    return Done{};
}

} // namespace hurtrock::payments
