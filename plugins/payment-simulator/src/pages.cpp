#include "pages.hpp"

#include <algorithm>
#include <array>

namespace hurtrock::payment_simulator {
namespace {

constexpr std::array<std::string_view, 6> actions{"pay", "fail", "pay_late", "pay_twice", "lose_webhook", "cancel"};

Value status_text(const Request& request, std::string_view status)
{
    if (status == "paid") return request.translate("Paid");
    if (status == "failed") return request.translate("Failed");
    if (status == "expired") return request.translate("Expired");
    if (status == "cancelled") return request.translate("Cancelled");
    return request.translate("Waiting");
}

/// The way back, as a path of this shop.
std::string path_in(std::string_view url)
{
    const auto scheme = url.find("://");
    const auto path = url.find('/', scheme == std::string_view::npos ? 0 : scheme + 3);
    auto found = path == std::string_view::npos ? std::string_view{"/"} : url.substr(path);
    if (found.starts_with("/en/")) found.remove_prefix(3);
    return std::string{found};
}

} // namespace

Response Pages::show(const Request& request)
{
    const auto session = repository::find(host_.database(), request.path("attempt"));
    if (!session || host_.settings().text("active") != "on") return not_found();
    return page("payment-simulator/pay.html", {{"attempt_id", session->attempt_id},
                                               {"order_number", session->order_number},
                                               {"amount", session->amount.to_value()},
                                               {"open", session->status == "open"},
                                               {"status", status_text(request, session->status)},
                                               {"action_url", request.url_for("/simulator/pay/" + session->attempt_id)},
                                               {"return_url", request.url_for(path_in(session->return_url))}});
}

Response Pages::act(const Request& request)
{
    const auto attempt = request.path("attempt");
    const auto action = request.form("action").value_or("");
    const auto session = repository::find(host_.database(), attempt);
    if (!session || host_.settings().text("active") != "on") return not_found();
    if (std::find(actions.begin(), actions.end(), action) == actions.end())
        return problem({.code = "payment_simulator.action", .status = 422});
    const auto done = host_.database().transaction("payment_simulator.act", [&](Transaction& tx) -> Result<Done> {
        return happen(tx, repository::lock(tx, attempt).value(), action);
    });
    if (!done) return problem(done.problem());
    return redirect(path_in(session->return_url));
}

Result<Done> Pages::happen(Transaction& tx, const Session& session, std::string_view action)
{
    using namespace std::chrono_literals;
    if (session.status != "open") return Done{};
    if (action == "fail" || action == "cancel") {
        repository::set_status(tx, session.attempt_id, action == "fail" ? "failed" : "cancelled");
        happened(tx, session, action == "fail" ? "failed" : "cancelled", true);
        return Done{};
    }
    if (action == "pay_late") {
        happened(tx, session, "expired", true);
        repository::add_paid(tx, session.attempt_id, session.amount);
        happened(tx, session, "captured", true, 5s);
        return Done{};
    }
    const bool told = action != "lose_webhook";
    for (int times = action == "pay_twice" ? 2 : 1; times > 0; --times) {
        repository::add_paid(tx, session.attempt_id, session.amount);
        happened(tx, session, "captured", told);
    }
    return Done{};
}

void Pages::happened(Transaction& tx, const Session& session, std::string_view kind, bool told,
                     std::chrono::seconds delay)
{
    const SimulatedEvent event{.id = make_public_id(),
                               .attempt_id = session.attempt_id,
                               .kind = std::string{kind},
                               .refund_key = {},
                               .amount = kind == "captured" ? session.amount : Money{},
                               .at = host_.clock().now()};
    repository::note(tx, event);
    if (told) host_.jobs().enqueue(tx, deliver_job, {{"event", event.id}}, delay);
}

Result<Done> Pages::deliver(const Value& payload)
{
    using namespace std::chrono_literals;
    const auto event = repository::find_event(host_.database(), payload["event"].text());
    if (!event) return Done{};
    const auto body = body_of(*event);
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(host_.clock().now().time_since_epoch()).count();
    const auto answer = host_.http_client()
                            .post(host_.settings().text("shop_url") + "/webhooks/simulator")
                            .header(signature_header, signature_of(repository::secret(host_.database()), now, body))
                            .body(body, "application/json")
                            .timeout(3s, 15s)
                            .send();
    if (answer.ok()) return Done{};
    return Problem{.code = "payment_simulator.not_delivered", .arguments = {{"reason", answer.summary()}}};
}

} // namespace hurtrock::payment_simulator
