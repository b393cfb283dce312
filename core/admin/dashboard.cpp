/// The first page: what needs attention, then what plugins show.
#include "attention.hpp"
#include "rows.hpp"

#include "core/plugins/guard.hpp"

#include <algorithm>

namespace hurtrock::admin {
namespace {

/// The data of each widget; a failing one is shown as not available, one that answers null is left out.
Value widgets(const plugins::Registry& registry, const Request& request)
{
    auto list = Value::list();
    for (const auto& [owner, widget] : registry.widgets()) {
        if (!widget->permission.empty() && !request.visitor().can(widget->permission)) continue;
        bool failed = true;
        auto data = plugins::guarded(*owner, "widget " + widget->id, Value{}, [&] {
            auto made = widget->data ? widget->data(request) : Value::map();
            failed = false;
            return made;
        });
        if (!failed && data.is_null()) continue;
        list.push({{"id", widget->id}, {"owner", *owner}, {"width", std::clamp(widget->width, 1, 4)}, {"failed", failed}, {"data", std::move(data)}});
    }
    return list;
}

Response dashboard(const AdminServices& services, const Request& request)
{
    const auto registry = services.registry.get();
    return page("admin/dashboard.html", {{"attention", attention(services, request)}, {"widgets", widgets(*registry, request)}});
}

} // namespace

void add_dashboard(Registrations& rows, const Services& services)
{
    get(rows, "/admin", [services](const Request& request) { return dashboard(*services, request); }, for_staff());
}

} // namespace hurtrock::admin
