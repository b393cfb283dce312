#pragma once
/// Brings the rows of a product list into the catalog.

#include "import_rows.hpp"
#include "service.hpp"

#include <map>

namespace hurtrock::catalog {

struct ImportCounts {
    std::int64_t created{0}, changed{0}, unchanged{0}, stock{0}, categories{0};
    friend bool operator==(const ImportCounts&, const ImportCounts&) = default;
};

/// One run inside one transaction. Rows of one product (same slug) are its variants; the first of them speaks for the
/// product. A column the file lacks leaves what it would set as it is; an empty cell clears a text and a "compare at",
/// and leaves the other columns as they are.
class Importer
{
public:
    Importer(CatalogService& service, Transaction& tx) noexcept : service_{service}, tx_{tx} {}

    /// Goes through all rows even when some are refused, so that problems() tells of as many as there are (50 at most);
    /// the caller rolls back unless it is empty.
    void run(const std::vector<ImportRow>& rows, const std::function<void(std::size_t done)>& progress);
    const std::vector<Problem>& problems() const noexcept { return problems_; }
    const ImportCounts& counts() const noexcept { return counts_; }

private:
    using Group = std::vector<const ImportRow*>;

    std::vector<Group> grouped(const std::vector<ImportRow>& rows);
    void put_product(const Group& group);
    bool put_product_cells(ProductDraft& draft, const ImportRow& row, bool is_new);
    bool put_variant(ProductDraft& draft, const ImportRow& row);
    void put_choices(ProductDraft& draft, Variant& variant, const ImportRow& row);
    void put_specifications(ProductDraft& draft, const ImportRow& row);
    std::string fresh_sku(const ProductDraft& draft, const ImportRow& row);
    /// The category a cell names, made when missing; 0 after a refusal.
    std::int64_t category(const ImportRow& row);
    void refuse(const Group& group, const Problem& problem);

    CatalogService& service_;
    Transaction& tx_;
    std::map<std::string, std::int64_t> categories_;
    std::map<std::string, std::size_t> skus_given_;
    std::vector<Problem> problems_;
    ImportCounts counts_;
    std::vector<std::int64_t> saved_;
    std::vector<std::pair<std::int64_t, std::int64_t>> stock_;
};

} // namespace hurtrock::catalog
