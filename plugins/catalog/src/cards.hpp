#pragma once
/// Products as the theme's README describes them: cards, and small shared shapes.

#include "types.hpp"

#include <hurtrock/plugin.hpp>

namespace hurtrock::catalog {

/// Makes cards for one visitor. Used on the request's thread, for one page.
class CardMaker
{
public:
    CardMaker(Host& host, const Request& request);

    Value card(const CardRow& row) const;
    Value cards(const std::vector<CardRow>& rows) const;
    /// {new, sale, featured} as they apply.
    Value badges(Time created_at, bool on_sale, bool featured) const;
    /// The number when few are left, else null.
    Value stock_left(std::int64_t available) const;

private:
    Host& host_;
    const Request& request_;
    std::int64_t new_days_;
    std::int64_t low_stock_;
    Time now_;
};

/// "1.204" in Indonesian, "1,204" in English.
std::string grouped_number(std::int64_t number, std::string_view locale);
/// "3,5 kg" and "850 g"; empty for 0.
std::string weight_text(std::int64_t weight_g, std::string_view locale);
/// Money, or null.
Value money_or_none(const std::optional<std::int64_t>& units);
/// [{locale, url}] for pages whose address differs by language; `paths` by locale, without language prefix.
Value alternates(Host& host, std::string_view folder, const Localised& slug);

} // namespace hurtrock::catalog
