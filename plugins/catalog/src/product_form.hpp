#pragma once
/// Admin's product form: read into a draft, and shown again from one. Rows that are blank or ticked for removal are
/// left out; the others keep what was typed even where it is wrong.

#include "service.hpp"

#include <hurtrock/forms.hpp>

namespace hurtrock::catalog {

/// Blank rows offered below the filled ones.
inline constexpr std::size_t blank_rows = 2;
inline constexpr std::size_t blank_rows_more = 8;

struct ProductForm {
    ProductDraft draft;
    std::vector<Problem> problems;
    /// Which row of the form each entry of the draft came from.
    std::vector<std::size_t> option_rows, variant_rows;

    static ProductForm read(const Request& request, const std::vector<Category>& tree);
    static ProductForm of(const Product& product);
    static ProductForm blank();

    /// {values, options, variants, pictures, categories} for admin/product.html; with a request, texts are
    /// what was typed.
    Value view(Host& host, const std::vector<Category>& tree, const Request* typed, std::size_t blanks) const;
};

/// [{value, text, selected}] with the tree shown by indentation; `below` and what is below it is left out.
Value category_options(const std::vector<Category>& tree, std::int64_t selected, std::string_view locale,
                       std::int64_t without = 0);

} // namespace hurtrock::catalog
