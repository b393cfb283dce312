#include "list_view.hpp"
#include "texts.hpp"

namespace hurtrock::catalog {
namespace {

/// Percent-encodes all but RFC 3986's unreserved characters.
std::string encoded(std::string_view text)
{
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string out;
    for (const char byte : text) {
        const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                           (byte >= 'a' && byte <= 'z') || byte == '-' || byte == '_' || byte == '.' || byte == '~';
        if (plain) {
            out += byte;
        } else {
            out += '%';
            out += hex[static_cast<unsigned char>(byte) >> 4U];
            out += hex[static_cast<unsigned char>(byte) & 15U];
        }
    }
    return out;
}

bool is_yes(std::optional<std::string_view> typed)
{
    return typed && (*typed == "1" || *typed == "on" || *typed == "true" || *typed == "yes");
}

Sort sort_of(std::string_view typed, bool has_text)
{
    if (typed == "newest") return Sort::newest;
    if (typed == "price") return Sort::price;
    if (typed == "price_desc") return Sort::price_desc;
    if (typed == "name") return Sort::name;
    if (typed == "relevance" && has_text) return Sort::relevance;
    return has_text ? Sort::relevance : Sort::newest;
}

std::string name_of(Sort sort)
{
    switch (sort) {
    case Sort::relevance:
        return "relevance";
    case Sort::price:
        return "price";
    case Sort::price_desc:
        return "price_desc";
    case Sort::name:
        return "name";
    case Sort::newest:
        break;
    }
    return "newest";
}

const Category* category_of(const std::vector<Category>& tree, std::string_view typed)
{
    for (const auto& category : tree)
        if (category.draft.active &&
            (category.draft.key == typed || category.draft.slug.id == typed || category.draft.slug.en == typed))
            return &category;
    return nullptr;
}

} // namespace

Address::Address(const Request& request, std::string path) : path_{request.url_for(path)} {}

Address& Address::add(std::string_view name, std::string_view value)
{
    if (!value.empty()) parameters_.emplace_back(name, value);
    return *this;
}

std::string Address::without(std::string_view name, std::string_view value) const
{
    std::string query;
    for (const auto& [key, each] : parameters_) {
        if (key == name && (value.empty() || each == value)) continue;
        query += (query.empty() ? "?" : "&") + key + "=" + encoded(each);
    }
    return path_ + query;
}

std::string search_text(std::string_view typed)
{
    std::string text;
    std::size_t points = 0, words = 0;
    bool in_word = false;
    for (const char byte : trimmed(typed)) {
        const bool continuation = (static_cast<unsigned char>(byte) & 0xC0U) == 0x80;
        if (!continuation && ++points > search_text_length_max) break;
        const bool space = static_cast<unsigned char>(byte) <= ' ' || byte == 0x7F;
        if (!space && !in_word && ++words > search_words_max) break;
        if (space && !in_word) continue;
        in_word = !space;
        text += space ? ' ' : byte;
    }
    return trimmed(text);
}

std::optional<std::int64_t> price_of(std::string_view typed)
{
    const auto price = whole_number(typed);
    if (!price) return std::nullopt;
    return std::min(*price, catalog::price_max);
}

bool is_below(const std::vector<Category>& tree, const Category& category, std::int64_t ancestor)
{
    const auto* step = &category;
    while (step != nullptr && step->id != ancestor) {
        const auto parent = step->draft.parent;
        const auto found =
            std::find_if(tree.begin(), tree.end(), [&](const Category& each) { return each.id == parent; });
        step = found == tree.end() ? nullptr : &*found;
    }
    return step != nullptr;
}

ListRequest ListRequest::read(const Request& request, const std::vector<Category>& tree, const Category* below)
{
    ListRequest list;
    list.query.text = search_text(request.query("q").value_or(""));
    for (const auto& [name, value] : request.query()) {
        if (name == "category" && list.categories.size() < filter_choices_max) {
            const auto* category = category_of(tree, value);
            const bool chosen =
                std::find(list.categories.begin(), list.categories.end(), category) != list.categories.end();
            if (category != nullptr && !chosen && (below == nullptr || is_below(tree, *category, below->id)))
                list.categories.push_back(category);
        } else if (name == "brand" && is_slug(value) && list.brands.size() < filter_choices_max) {
            if (std::find(list.brands.begin(), list.brands.end(), value) == list.brands.end())
                list.brands.push_back(value);
        }
    }
    for (const auto* category : list.categories)
        list.query.categories.push_back(category->id);
    if (list.categories.empty() && below != nullptr) list.query.categories.push_back(below->id);

    list.price_min = price_of(request.query("min_price").value_or(""));
    list.price_max = price_of(request.query("max_price").value_or(""));
    if (list.price_min && list.price_max && *list.price_min > *list.price_max)
        std::swap(list.price_min, list.price_max);
    list.query.price_min = list.price_min.value_or(0);
    list.query.price_max = list.price_max.value_or(INT64_MAX);
    list.query.in_stock = is_yes(request.query("in_stock"));
    list.query.sort = sort_of(request.query("sort").value_or(""), !list.query.text.empty());
    list.sort = name_of(list.query.sort);
    return list;
}

} // namespace hurtrock::catalog
