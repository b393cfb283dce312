#pragma once
/// Papers of orders: issues invoices and credit notes, draws everything. Thread-safe; draws with no transaction open.

#include "drawing.hpp"
#include "facts.hpp"
#include "repository.hpp"

#include <hurtrock/plugin.hpp>

namespace hurtrock::papers {

enum class Kind { invoice, credit, slip, label, receipt58, receipt80 };

/// "invoice", "credit", "slip", "label", "receipt58", "receipt80".
std::optional<Kind> kind_named(std::string_view name) noexcept;

struct Paper {
    std::string file_name, bytes;
};

struct Wanted {
    Kind kind{Kind::invoice};
    std::vector<std::string> orders;
    /// "id", "en"; empty is the language of each order.
    std::string locale{};
    /// A parcel, or the number of a credit note; 0 for all.
    int part{0};
};

class PapersService {
public:
    /// Orders in one document.
    static constexpr std::size_t orders_max = 100;

    explicit PapersService(Host& host) : host_{host}, orders_{host.services()} {}

    /// In the transaction that records the payment. Nothing happens when the order has an invoice or is not paid.
    Result<Done> issue_invoice(Transaction& tx, std::string_view order);
    /// The same in a transaction of its own, for orders paid while this plugin was off.
    Result<Done> ensure_invoice(std::string_view order);
    /// In the transaction that records that money went back.
    Result<Done> issue_credit(Transaction& tx, std::string_view order, Money amount, std::string_view reason);
    int credits(std::string_view order) { return repository::count(host_.database(), order, "credit"); }

    /// Problems "papers.no_order" (404), "papers.too_many", "papers.too_large".
    Result<Paper> make(const Wanted& wanted);

private:
    Letterhead letterhead() const;
    std::string number(Transaction& tx, std::string_view kind, NewPaper& paper);
    /// The issued facts, or a proforma's while it is not paid.
    Value invoice_of(const shop::OrderDetail& order);
    Value fresh_invoice(Reader& reader, const shop::OrderDetail& order);
    void draw(Pdf& pdf, const Wanted& wanted, const shop::OrderDetail& order);
    void draw_credits(Pdf& pdf, const Wanted& wanted, const shop::OrderDetail& order, const Words& words);
    Words words(const Wanted& wanted, const shop::OrderDetail& order) const;

    Host& host_;
    Service<shop::Orders> orders_;
};

} // namespace hurtrock::papers
