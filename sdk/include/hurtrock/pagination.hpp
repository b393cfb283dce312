#pragma once
/// Pagination: which slice of a list a request asks for, and the links to the other slices, in the shape that the
/// themes' and the admin's pagination macros take.
///
///     const auto slice = Slice::of(request, 25);
///     const auto rows = repository::list(reader, slice.limit, slice.offset());
///     … {"pagination", slice.links(request, rows.total)}

#include <hurtrock/request.hpp>

#include <algorithm>
#include <charconv>

namespace hurtrock
{

struct Slice {
    /// Deeper pages are not offered: they cost the database more than they help anyone.
    static constexpr std::int64_t page_max = 10'000;

    std::int64_t page{1};
    std::int64_t limit{25};

    static Slice of(const Request& request, std::int64_t limit)
    {
        std::int64_t page = 1;
        const auto typed = request.query("page").value_or("1");
        std::from_chars(typed.data(), typed.data() + typed.size(), page);
        return {std::clamp<std::int64_t>(page, 1, page_max), limit};
    }

    std::int64_t offset() const noexcept { return (page - 1) * limit; }

    /// Null for a single page, else {page, pages, previous, next, items, from, to, total}; the links keep the other
    /// query parameters of the request.
    Value links(const Request& request, std::int64_t total) const
    {
        const auto pages = std::min((total + limit - 1) / limit, page_max);
        if (pages <= 1) return {};
        const auto link = [&](std::int64_t number) -> Value {
            if (number < 1 || number > pages) return {};
            return address(request, number);
        };
        auto items = Value::list();
        for (std::int64_t number = 1, last = 0; number <= pages; ++number) {
            if (number != 1 && number != pages && (number < page - 2 || number > page + 2)) continue;
            if (last + 1 < number) items.push({{"gap", true}});
            items.push(
                {{"text", std::to_string(number)}, {"url", address(request, number)}, {"current", number == page}});
            last = number;
        }
        return {{"page", page},
                {"pages", pages},
                {"previous", link(page - 1)},
                {"next", link(page + 1)},
                {"items", std::move(items)},
                {"from", std::min(offset() + 1, total)},
                {"to", std::min(offset() + limit, total)},
                {"total", total}};
    }

private:
    static std::string address(const Request& request, std::int64_t number)
    {
        std::string query;
        const auto add = [&](std::string_view name, std::string_view value) {
            query += query.empty() ? '?' : '&';
            encode(query, name);
            query += '=';
            encode(query, value);
        };
        for (const auto& [name, value] : request.query())
            if (name != "page") add(name, value);
        if (number > 1) add("page", std::to_string(number));
        return request.url_for(request.path()) + query;
    }

    /// Percent-encodes all but RFC 3986's unreserved characters.
    static void encode(std::string& out, std::string_view text)
    {
        constexpr std::string_view hex = "0123456789ABCDEF";
        for (const unsigned char byte : text) {
            const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                               (byte >= 'a' && byte <= 'z') || byte == '-' || byte == '_' || byte == '.' || byte == '~';
            if (plain) {
                out += static_cast<char>(byte);
            } else {
                out += '%';
                out += hex[byte >> 4];
                out += hex[byte & 15];
            }
        }
    }
};

} // namespace hurtrock
