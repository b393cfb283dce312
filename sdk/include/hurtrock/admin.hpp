#pragma once
/// Admin: where a plugin's pages appear for the owner. The pages themselves are routes below /admin that render templates
/// extending "admin/layout.html". Register during Plugin::start only.

#include <hurtrock/request.hpp>

#include <functional>

namespace hurtrock {

struct MenuEntry {
    /// English; translated by the plugin's locale files.
    std::string label;
    /// "/admin/products"
    std::string path;
    /// A name of web/icons.txt.
    std::string icon;
    /// Heading it stands under: "Sell", "Catalog", "People", "Shop", "System".
    std::string group{"Shop"};
    std::string permission{};
    int position{100};
    /// Number shown beside the label when not zero (orders to ship, transfers to match). May be empty.
    std::function<std::int64_t(const Request&)> count{};
};

/// Something to do from anywhere: a line of the palette (Ctrl+K) that leads to a page.
struct Action {
    /// English; translated by the plugin's locale files: "New product".
    std::string label;
    /// "/admin/products/new"
    std::string path;
    /// Further words it is found by, English, translated likewise: "add item article".
    std::string keywords{};
    std::string permission{};
    /// A name of web/icons.txt.
    std::string icon{};
    int position{100};
};

struct Widget {
    /// "orders.sales_today"
    std::string id;
    std::string template_name;
    std::function<Value(const Request&)> data{};
    std::string permission{};
    int position{100};
    /// Quarter widths of the dashboard's row, 1 to 4.
    int width{1};
};

class Admin {
public:
    virtual void menu(MenuEntry entry) = 0;
    virtual void widget(Widget widget) = 0;
    /// Pages of the menu are in the palette already.
    virtual void action(Action action) = 0;
    /// Writes the audit log, in the transaction that made the change. `subject` is "order HR-1042"; before and after hold the
    /// fields that changed.
    virtual void audit(Transaction& tx, const Request& request, std::string_view action, std::string_view subject,
                       const Value& before = {}, const Value& after = {}) = 0;

protected:
    ~Admin() = default;
};

} // namespace hurtrock
