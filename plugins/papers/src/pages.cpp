#include "pages.hpp"

#include <charconv>

namespace hurtrock::papers {
namespace {

std::string language(const Request& request, std::string_view otherwise)
{
    const auto asked = request.query("language").value_or("");
    return std::string{asked == "id" || asked == "en" ? asked : otherwise};
}

int part_of(const Request& request)
{
    const auto text = request.query("part").value_or("0");
    int part = 0;
    std::from_chars(text.data(), text.data() + text.size(), part);
    return part;
}

} // namespace

Response Pages::answer(const Wanted& wanted)
{
    auto paper = papers_.make(wanted);
    if (!paper && paper.problem().status == 404) return not_found();
    if (!paper) return problem(paper.problem());
    return text(std::move(paper->bytes), "application/pdf")
        .header("Content-Disposition", "inline; filename=\"" + paper->file_name + "\"");
}

Response Pages::own(const Request& request, Kind kind)
{
    const std::string public_id{request.path("public_id")};
    if (!orders_->may_open(host_.database(), request.visitor(), public_id)) {
        // The link in a mail is opened on a device that is not signed in.
        if (request.visitor().user() || !orders_->find(host_.database(), public_id)) return not_found();
        return redirect("/login?next=/orders/" + public_id);
    }
    return answer({.kind = kind, .orders = {public_id}, .locale = language(request, request.locale())});
}

Response Pages::one(const Request& request)
{
    const auto kind = kind_named(request.path("paper"));
    if (!kind) return not_found();
    return answer({.kind = *kind,
                   .orders = {std::string{request.path("public_id")}},
                   .locale = language(request, ""),
                   .part = part_of(request)});
}

Response Pages::many(const Request& request)
{
    Wanted wanted;
    for (const auto& [name, value] : request.form())
        if (name == "order") wanted.orders.push_back(value);
    const auto kind = kind_named(request.form("paper").value_or(""));
    if (!kind || wanted.orders.empty())
        return redirect("/admin/orders").flash(FlashKind::warning, request.translate("papers.none_chosen"));
    wanted.kind = *kind;
    wanted.locale = language(request, "");
    if (wanted.orders.size() > PapersService::orders_max)
        return redirect("/admin/orders")
            .flash(
                FlashKind::warning,
                request.translate("papers.too_many", {{"most", static_cast<std::int64_t>(PapersService::orders_max)}}));
    return answer(wanted);
}

Value Pages::customer_links(const Request& request, const Value& context)
{
    const std::string public_id{context["public_id"].text()};
    if (!orders_->may_open(host_.database(), request.visitor(), public_id)) return {};
    const std::string base = "/orders/" + public_id;
    return {{"invoice_url", request.url_for(base + "/invoice.pdf")},
            {"credit_url", papers_.credits(public_id) > 0 ? Value{request.url_for(base + "/credit.pdf")} : Value{}}};
}

Value Pages::admin_actions(const Request& request, const Value& context)
{
    const std::string public_id{context["public_id"].text()};
    if (public_id.empty() || !request.visitor().can("papers.papers.print")) return {};
    return {{"papers_url", request.url_for("/admin/papers/" + public_id)}};
}

Response Pages::overview(const Request& request)
{
    const auto order = orders_->detail(host_.database(), request.path("public_id"));
    if (!order) return not_found();
    return page("papers/admin/order.html", links(request, *order));
}

Value Pages::links(const Request& request, const shop::OrderDetail& found)
{
    const auto* order = &found;
    const auto& public_id = found.summary.public_id;
    const auto url = [&](std::string_view paper, std::string_view query = "") {
        return request.url_for("/admin/papers/" + std::string{paper} + "/" + public_id + std::string{query});
    };
    auto parcels = Value::list();
    for (const auto& parcel : order->parcels) {
        const auto part = "?part=" + std::to_string(parcel.number);
        const bool live = parcel.state == shop::ParcelState::packed || parcel.state == shop::ParcelState::shipped ||
                          parcel.state == shop::ParcelState::delivered;
        if (live)
            parcels.push(
                {{"number", parcel.number}, {"slip_url", url("slip", part)}, {"label_url", url("label", part)}});
    }
    return {{"number", order->summary.number},
            {"public_id", public_id},
            {"order_url", request.url_for("/admin/orders/" + public_id)},
            {"invoice_id_url", url("invoice", "?language=id")},
            {"invoice_en_url", url("invoice", "?language=en")},
            {"slip_url", url("slip")},
            {"label_url", url("label")},
            {"receipt58_url", url("receipt58")},
            {"receipt80_url", url("receipt80")},
            {"credit_url", papers_.credits(public_id) > 0 ? Value{url("credit")} : Value{}},
            {"parcels", parcels.size() > 1 ? std::move(parcels) : Value::list()}};
}

} // namespace hurtrock::papers
