#include "proof_pages.hpp"

namespace hurtrock::bank_transfer {
namespace {

constexpr std::size_t proof_bytes_max = 4 << 20;
constexpr std::int64_t proofs_max = 3;

std::string_view extension_of(std::string_view type)
{
    if (type == "image/jpeg") return "jpg";
    if (type == "image/png") return "png";
    return type == "image/webp" ? "webp" : "pdf";
}

} // namespace

std::string_view proof_type_of(std::string_view bytes)
{
    using namespace std::string_view_literals;
    if (bytes.starts_with("\xFF\xD8\xFF"sv)) return "image/jpeg";
    if (bytes.starts_with("\x89PNG\r\n\x1A\n"sv)) return "image/png";
    if (bytes.size() > 12 && bytes.starts_with("RIFF"sv) && bytes.substr(8, 4) == "WEBP"sv) return "image/webp";
    return bytes.starts_with("%PDF-"sv) ? "application/pdf" : "";
}

std::optional<repository::Transfer> ProofPages::transfer_to_see(const Request& request,
                                                                std::string_view order_public_id)
{
    if (order_public_id.empty() || !orders_) return std::nullopt;
    if (!orders_->may_open(host_.database(), request.visitor(), order_public_id)) return std::nullopt;
    return repository::newest_of_order(host_.database(), order_public_id);
}

bool ProofPages::may_send(const Request& request, std::string_view order_public_id)
{
    return orders_ && orders_->may_act(host_.database(), request.visitor(), order_public_id);
}

Response ProofPages::send(const Request& request)
{
    const auto order = request.path("public_id");
    const auto transfer = transfer_to_see(request, order);
    if (!transfer || !may_send(request, order)) return not_found();
    const auto back = "/orders/" + std::string{order};
    const auto refused = [&](std::string_view code) {
        return redirect(back).flash(FlashKind::error, request.translate(code));
    };
    const Upload* file = nullptr;
    for (const auto& upload : request.uploads())
        if (upload.name == "proof" && !upload.bytes.empty()) file = &upload;
    if (!file) return refused("bank_transfer.proof_missing");
    if (file->bytes.size() > proof_bytes_max) return refused("bank_transfer.proof_large");
    const auto type = proof_type_of(file->bytes);
    if (type.empty()) return refused("bank_transfer.proof_kind");

    const auto kept = host_.database().transaction("bank_transfer.add_proof", [&](Transaction& tx) -> Result<Done> {
        const repository::Proof proof{
            make_public_id(), transfer->attempt_id, std::string{type}, {}, std::string{file->bytes}};
        if (!repository::add_proof(tx, proof, proofs_max, host_.clock().now()))
            return Problem{.code = "bank_transfer.proof_many"};
        return Done{};
    });
    if (!kept) return refused(kept.problem().code);
    return redirect(back).flash(FlashKind::success, request.translate("Thank you, we have your proof of transfer."));
}

Response ProofPages::look(const Request& request)
{
    const auto transfer = transfer_to_see(request, request.path("public_id"));
    const auto proof = repository::find_proof(host_.database(), request.path("proof"));
    if (!transfer || !proof || proof->attempt_id != transfer->attempt_id) return not_found();
    return answer(*proof);
}

Response ProofPages::look_as_staff(const Request& request)
{
    const auto proof = repository::find_proof(host_.database(), request.path("proof"));
    return proof ? answer(*proof) : not_found();
}

/// Pictures are shown; a PDF is only handed over, so that nothing in it runs in the shop's name.
Response ProofPages::answer(const repository::Proof& proof)
{
    const auto way = proof.content_type == "application/pdf" ? "attachment" : "inline";
    return text(proof.bytes, proof.content_type)
        .header("Content-Disposition", std::string{way} + "; filename=\"" + proof.attempt_id + "." +
                                           std::string{extension_of(proof.content_type)} + "\"")
        .header("Cache-Control", "private, no-store");
}

Value ProofPages::for_order(const Request& request, const Value& context)
{
    const std::string order{context["public_id"].text()};
    const auto transfer = transfer_to_see(request, order);
    if (!transfer || !payments_) return {};
    const auto payment = payments_->of_order(host_.database(), order);
    const bool awaited =
        payment && payment->attempt_id == transfer->attempt_id && payment->state == shop::PaymentState::pending;
    if (!awaited) return {};
    auto sent = Value::list();
    for (const auto& proof : repository::proofs(host_.database(), transfer->attempt_id))
        sent.push({{"url", request.url_for("/orders/" + order + "/proof/" + proof.public_id)},
                   {"at", to_rfc3339(proof.at)}});
    const bool more = static_cast<std::int64_t>(sent.size()) < proofs_max && may_send(request, order);
    return {{"send_url", more ? Value{request.url_for("/orders/" + order + "/proof")} : Value{}},
            {"proofs", std::move(sent)}};
}

Value ProofPages::for_staff(const Request& request, const Value& context)
{
    if (context["provider"].text() != "transfer") return {};
    auto sent = Value::list();
    for (const auto& proof : repository::proofs(host_.database(), context["attempt_id"].text()))
        sent.push({{"url", request.url_for("/admin/transfers/proofs/" + proof.public_id)},
                   {"picture", proof.content_type != "application/pdf"},
                   {"at", to_rfc3339(proof.at)}});
    return sent.empty() ? Value{} : Value{{"proofs", std::move(sent)}};
}

} // namespace hurtrock::bank_transfer
