#pragma once
/// What a list of products is asked for in its address, and the page made of it.

#include "cards.hpp"
#include "service.hpp"

namespace hurtrock::catalog {

inline constexpr std::int64_t list_page_size = 24;
inline constexpr std::size_t search_text_length_max = 100;
inline constexpr std::size_t search_words_max = 8;
/// Filters of one kind that an address may choose; more are ignored.
inline constexpr std::size_t filter_choices_max = 30;

/// Query parameters in order, for the links of filters.
class Address
{
public:
    Address(const Request& request, std::string path);
    Address& add(std::string_view name, std::string_view value);
    /// The address without one choice (or, with an empty value, without the parameter).
    std::string without(std::string_view name, std::string_view value = {}) const;
    std::string text() const { return without({}); }

private:
    std::string path_;
    std::vector<std::pair<std::string, std::string>> parameters_;
};

/// A search text within its limits: trimmed, at most 100 code points and 8 words.
std::string search_text(std::string_view typed);
/// As whole_number, clamped to price_max.
std::optional<std::int64_t> price_of(std::string_view typed);

/// The filters of a request against the category tree: what is unknown is left out, what is too much is clamped.
struct ListRequest {
    ListQuery query;
    /// The chosen filters, as they go back into the form.
    std::vector<const Category*> categories;
    std::vector<std::string> brands;
    std::optional<std::int64_t> price_min, price_max;
    std::string sort;

    static ListRequest read(const Request& request, const std::vector<Category>& tree, const Category* below);
};

bool is_below(const std::vector<Category>& tree, const Category& category, std::int64_t ancestor);

/// The variables of catalog/list.html. `category` is the page's own category, or null for all products.
Value list_page(CatalogService& service, const Request& request, const std::vector<Category>& tree,
                const Category* category);

} // namespace hurtrock::catalog
