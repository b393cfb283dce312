/// The global `admin`: what admin/layout.html shows around every page.
#include "rows.hpp"

#include "core/plugins/guard.hpp"

#include <algorithm>
#include <array>

namespace hurtrock::admin {
namespace {

constexpr std::array<std::string_view, 5> known_groups{"Sell", "Catalog", "People", "Shop", "System"};

/// "/admin/mail" holds "/admin/mail" and "/admin/mail/7", not "/admin/mails".
bool holds(std::string_view entry, std::string_view path)
{
    return path.starts_with(entry) && (path.size() == entry.size() || path[entry.size()] == '/');
}

using Entries = std::vector<plugins::Owned<MenuEntry>>;

Entries permitted(const plugins::Registry& registry, const Visitor& visitor)
{
    Entries entries;
    for (const auto& entry : registry.menu())
        if (entry.row->permission.empty() || visitor.can(entry.row->permission)) entries.push_back(entry);
    return entries;
}

/// The entry the visitor is at: the longest address that holds the path.
const MenuEntry* current_of(const Entries& entries, std::string_view path)
{
    const MenuEntry* best = nullptr;
    for (const auto& [owner, entry] : entries)
        if (holds(entry->path, path) && (!best || entry->path.size() > best->path.size())) best = entry;
    return best;
}

std::int64_t count_of(const std::string& owner, const MenuEntry& entry, const Request& request)
{
    if (!entry.count) return 0;
    return plugins::guarded(owner, "menu count", std::int64_t{0}, [&] { return entry.count(request); });
}

std::vector<std::string> groups_of(const Entries& entries)
{
    std::vector<std::string> groups{known_groups.begin(), known_groups.end()};
    for (const auto& [owner, entry] : entries)
        if (std::find(groups.begin(), groups.end(), entry->group) == groups.end()) groups.push_back(entry->group);
    return groups;
}

Value menu(const plugins::Registry& registry, const Request& request)
{
    const auto entries = permitted(registry, request.visitor());
    const auto* current = current_of(entries, request.path());
    auto groups = Value::list();
    for (const auto& group : groups_of(entries)) {
        auto links = Value::list();
        for (const auto& [owner, entry] : entries) {
            if (entry->group != group) continue;
            links.push({{"label", request.translate(entry->label)},
                        {"url", request.url_for(entry->path)},
                        {"icon", entry->icon},
                        {"current", entry == current},
                        {"count", count_of(*owner, *entry, request)}});
        }
        if (!links.empty()) groups.push({{"title", request.translate(group)}, {"links", std::move(links)}});
    }
    return groups;
}

/// What the palette offers beside the pages of the menu. Found by its words in the visitor's language and in English.
Value actions(const plugins::Registry& registry, const Request& request)
{
    auto list = Value::list();
    for (const auto& [owner, action] : registry.actions()) {
        if (!action->permission.empty() && !request.visitor().can(action->permission)) continue;
        const auto keywords = action->label + " " + action->keywords + " " +
                              (action->keywords.empty() ? "" : request.translate(action->keywords));
        list.push({{"label", request.translate(action->label)},
                   {"url", request.url_for(action->path)},
                   {"icon", action->icon},
                   {"keywords", keywords}});
    }
    return list;
}

/// The shop's name as the plugin that provides `site` knows it.
std::string shop_name(const plugins::Registry& registry, const Request& request)
{
    const auto* site = registry.global("site");
    if (!site) return "Hurtrock";
    const auto value = plugins::guarded(*site->owner, "global", Value{}, [&] {
        return site->row->make ? site->row->make(request) : site->row->make_shared(request.locale());
    });
    const auto name = value["name"].text();
    return name.empty() ? "Hurtrock" : std::string{name};
}

Value frame(const AdminServices& services, const Request& request)
{
    const auto registry = services.registry.get();
    const auto* user = request.visitor().user();
    Value frame{{"shop_name", shop_name(*registry, request)}, {"home", request.path() == "/admin"}};
    if (user && user->staff) {
        frame.set("user", Value{{"name", user->name.empty() ? user->email : user->name}, {"email", user->email}});
        frame.set("menu", menu(*registry, request));
        frame.set("actions", actions(*registry, request));
        const bool english = request.locale() == "en";
        frame.set("other_language", Value{{"code", english ? "id" : "en"}, {"name", english ? "Indonesia" : "English"}});
    }
    return frame;
}

} // namespace

void add_frame(Registrations& rows, const Services& services)
{
    rows.globals.push_back({"admin", [services](const Request& request) { return frame(*services, request); }, {}});
}

} // namespace hurtrock::admin
