#include "service.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace hurtrock::papers {
namespace {

constexpr std::array<std::pair<std::string_view, Kind>, 6> kinds{{{"invoice", Kind::invoice},
                                                                  {"credit", Kind::credit},
                                                                  {"slip", Kind::slip},
                                                                  {"label", Kind::label},
                                                                  {"receipt58", Kind::receipt58},
                                                                  {"receipt80", Kind::receipt80}}};

bool has_invoice_due(const shop::OrderDetail& order)
{
    return order.paid_at.has_value() && order.summary.money != shop::MoneyState::unpaid &&
           order.summary.money != shop::MoneyState::promised && order.summary.money != shop::MoneyState::partly_paid;
}

std::string padded(std::int64_t sequence)
{
    auto digits = std::to_string(sequence);
    constexpr std::size_t width = 6;
    return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

std::string safe_file_name(std::string_view name)
{
    std::string safe;
    for (const char letter : name)
        safe += std::isalnum(static_cast<unsigned char>(letter)) ? letter : '-';
    return safe + ".pdf";
}

std::string_view name_of(Kind kind)
{
    return std::find_if(kinds.begin(), kinds.end(), [&](const auto& entry) { return entry.second == kind; })->first;
}

} // namespace

std::optional<Kind> kind_named(std::string_view name) noexcept
{
    for (const auto& [text, kind] : kinds)
        if (text == name) return kind;
    return std::nullopt;
}

Letterhead PapersService::letterhead() const
{
    Letterhead head{.seller = Value::map(), .tax_number = host_.settings().text("tax_number"), .footer = Value::map()};
    const auto store = host_.services().find<shop::Store>();
    for (const char* locale : {"id", "en"}) {
        auto seller = Value::map();
        const auto profile = store ? store->profile(locale) : Value::map();
        for (const char* key : {"name", "address", "phone", "email"})
            seller.set(key, profile[key].text());
        head.seller.set(locale, std::move(seller));
        head.footer.set(locale, host_.settings().text(std::string{"footer_"} + locale));
    }
    return head;
}

Value PapersService::fresh_invoice(Reader& reader, const shop::OrderDetail& order)
{
    std::optional<shop::TaxSummary> split;
    if (const auto tax = host_.services().find<shop::Tax>(); tax && !order.tax_name.empty()) {
        std::vector<shop::TaxableLine> lines;
        for (const auto& line : order.lines)
            lines.push_back({line.variant, line.total});
        split =
            tax->inside(reader, lines, order.shipping_price - order.shipping_discount.amount, order.summary.placed_at);
    }
    return invoice_facts(order, letterhead(), split ? &*split : nullptr, host_.clock().now());
}

std::string PapersService::number(Transaction& tx, std::string_view kind, NewPaper& paper)
{
    paper.kind = kind;
    paper.issued_at = host_.clock().now();
    paper.year = std::atoi(day_in_jakarta(paper.issued_at).substr(0, 4).c_str());
    paper.sequence = repository::next_number(tx, kind, paper.year);
    const auto prefix = host_.settings().text(std::string{kind} + "_prefix");
    return prefix + "/" + std::to_string(paper.year) + "/" + padded(paper.sequence);
}

Result<Done> PapersService::issue_invoice(Transaction& tx, std::string_view public_id)
{
    const auto order = orders_->detail(tx, public_id);
    if (!order || !has_invoice_due(*order) || repository::find(tx, public_id, "invoice", 0)) return Done{};
    NewPaper paper;
    paper.order_public_id = public_id;
    paper.facts = fresh_invoice(tx, *order);
    // The counter's row is locked last and shortest: whoever is paid next waits for it. Two that issue for one order at
    // once are told apart here again.
    paper.number = number(tx, "invoice", paper);
    if (repository::find(tx, public_id, "invoice", 0)) return Problem{"papers.issued_meanwhile"};
    paper.facts.set("number", paper.number);
    repository::insert(tx, paper);
    return Done{};
}

Result<Done> PapersService::ensure_invoice(std::string_view order)
{
    const auto issued = host_.database().transaction(
        "papers.issue", [&](Transaction& tx) -> Result<Done> { return issue_invoice(tx, order); });
    // Another was quicker: it has its invoice.
    if (!issued && issued.problem().code == "papers.issued_meanwhile") return Done{};
    return issued;
}

Result<Done> PapersService::issue_credit(Transaction& tx, std::string_view public_id, Money amount,
                                         std::string_view reason)
{
    const auto order = orders_->detail(tx, public_id);
    const auto invoice = repository::find(tx, public_id, "invoice", 0);
    // What was never invoiced needs no credit note.
    if (!order || !invoice || amount <= Money{}) return Done{};
    NewPaper paper;
    paper.order_public_id = public_id;
    paper.number = number(tx, "credit", paper);
    paper.part = repository::count(tx, public_id, "credit") + 1;
    paper.facts = credit_facts(*order, letterhead(), invoice->number, amount, reason, paper.issued_at);
    paper.facts.set("number", paper.number);
    repository::insert(tx, paper);
    return Done{};
}

Value PapersService::invoice_of(const shop::OrderDetail& order)
{
    auto issued = repository::find(host_.database(), order.summary.public_id, "invoice", 0);
    if (!issued && has_invoice_due(order) && ensure_invoice(order.summary.public_id))
        issued = repository::find(host_.database(), order.summary.public_id, "invoice", 0);
    return issued ? std::move(issued->facts) : fresh_invoice(host_.database(), order);
}

Words PapersService::words(const Wanted& wanted, const shop::OrderDetail& order) const
{
    const std::string locale = wanted.locale.empty() ? order.locale : wanted.locale;
    return {locale == "en" ? "en" : "id", [this, locale](std::string_view message, const Value& arguments) {
                return host_.translate(locale, message, arguments);
            }};
}

void PapersService::draw_credits(Pdf& pdf, const Wanted& wanted, const shop::OrderDetail& order, const Words& words)
{
    const int count = credits(order.summary.public_id);
    for (int part = 1; part <= count; ++part) {
        if (wanted.part != 0 && wanted.part != part) continue;
        if (const auto credit = repository::find(host_.database(), order.summary.public_id, "credit", part))
            draw_credit(pdf, credit->facts, words);
    }
}

void PapersService::draw(Pdf& pdf, const Wanted& wanted, const shop::OrderDetail& order)
{
    const auto speak = words(wanted, order);
    if (wanted.kind == Kind::invoice) return draw_invoice(pdf, invoice_of(order), speak);
    if (wanted.kind == Kind::credit) return draw_credits(pdf, wanted, order, speak);
    if (wanted.kind == Kind::receipt58) return draw_receipt(pdf, invoice_of(order), speak, 58);
    if (wanted.kind == Kind::receipt80) return draw_receipt(pdf, invoice_of(order), speak, 80);
    const LabelRules rules{.sender = host_.settings().text("label_sender"),
                           .mask_phone = host_.settings().boolean("label_mask_phone"),
                           .contents = host_.settings().boolean("label_contents")};
    for (const auto& parcel : parcel_facts(order, letterhead(), host_.clock().now())) {
        if (wanted.part != 0 && parcel["part"].integer() != wanted.part) continue;
        if (wanted.kind == Kind::slip)
            draw_slip(pdf, parcel, speak);
        else
            draw_label(pdf, parcel, speak, rules);
    }
}

Result<Paper> PapersService::make(const Wanted& wanted)
{
    if (wanted.orders.size() > orders_max)
        return Problem{"papers.too_many", "", {{"most", static_cast<std::int64_t>(orders_max)}}};
    const auto found = orders_->details(host_.database(), wanted.orders);
    if (found.empty()) return Problem{.code = "papers.no_order", .status = 404};
    const std::string name = std::string{name_of(wanted.kind)} + "-" +
                             (found.size() == 1 ? found.front().summary.number : std::to_string(found.size()));
    try {
        Pdf pdf{name};
        for (const auto& order : found)
            draw(pdf, wanted, order);
        if (pdf.pages() == 0) return Problem{.code = "papers.no_order", .status = 404};
        return Paper{safe_file_name(name), pdf.bytes()};
    } catch (const PaperTooLong&) {
        return Problem{"papers.too_large"};
    }
}

} // namespace hurtrock::papers
