#include "admin_pages.hpp"

#include "theme_list.hpp"

#include <hurtrock/forms.hpp>

namespace hurtrock::themes {
namespace {

std::string settings_path(std::string_view id) { return "/admin/themes/" + std::string{id} + "/settings"; }

Value active_id(const Value& list)
{
    for (const auto& theme : list.items())
        if (theme["active"].boolean()) return theme["id"];
    return {};
}

} // namespace

Response AdminPages::list(const Request& request)
{
    const auto list = host_.themes().list();
    auto rows = Value::list();
    for (const auto& theme : list.items()) {
        const std::string id{theme["id"].text()};
        rows.push({{"id", id},
                   {"name", localised(theme["name"], request.locale())},
                   {"description", localised(theme["description"], request.locale())},
                   {"version", theme["version"]},
                   {"parent", theme["parent"]},
                   {"active", theme["active"]},
                   {"has_settings", !theme["settings"][request.locale()]["fields"].empty()},
                   {"use_url", request.url_for("/admin/themes/" + id + "/use")},
                   {"settings_url", request.url_for(settings_path(id))}});
    }
    return page("themes/admin/list.html", {{"themes", std::move(rows)}});
}

Response AdminPages::use(const Request& request)
{
    const std::string id{request.path("id")};
    const auto before = host_.themes().list();
    const auto theme = find_theme(before, id);
    if (theme.is_null()) return not_found();
    if (const auto used = host_.themes().use(id); !used) return problem(used.problem());
    note(request, "themes.use", id, {{"theme", active_id(before)}}, {{"theme", id}});
    return redirect("/admin/themes")
        .flash(FlashKind::success,
               request.translate("The shop now wears %(theme)s.", {{"theme", localised(theme["name"], request.locale())}}));
}

Response AdminPages::settings_page(const Request& request, const Value& theme, const Value& fields)
{
    const std::string id{theme["id"].text()};
    return page("themes/admin/settings.html", {{"name", localised(theme["name"], request.locale())},
                                               {"active", theme["active"]},
                                               {"fields", fields},
                                               {"action", request.url_for(settings_path(id))},
                                               {"list_url", request.url_for("/admin/themes")}});
}

Response AdminPages::edit(const Request& request)
{
    const auto theme = find_theme(host_.themes().list(), request.path("id"));
    return theme.is_null() ? not_found() : settings_page(request, theme, form_fields(theme, request.locale()));
}

Response AdminPages::save(const Request& request)
{
    const std::string id{request.path("id")};
    const auto theme = find_theme(host_.themes().list(), id);
    if (theme.is_null()) return not_found();
    const auto fields = form_fields(theme, request.locale());
    const auto before = values_of(fields);

    // Only what the theme declares: other fields of the form, such as the forgery token, are not settings.
    auto typed = Value::map();
    for (const auto& [key, value] : before.entries())
        if (const auto sent = request.form(key)) typed.set(key, *sent);
    if (const auto saved = host_.themes().set_settings(id, typed); !saved) {
        const auto errors = translated_errors(request, saved.problem());
        return settings_page(request, theme, refused_fields(fields, typed, errors)).status(saved.problem().status);
    }
    const auto after = values_of(form_fields(find_theme(host_.themes().list(), id), request.locale()));
    note(request, "themes.settings", id, differing(before, after), differing(after, before));
    return redirect(settings_path(id)).flash(FlashKind::success, request.translate("The look is saved."));
}

/// Themes keep their own books, so the entry of the audit log is a transaction of its own.
void AdminPages::note(const Request& request, std::string_view action, std::string_view theme, const Value& before,
                      const Value& after)
{
    if (before == after) return;
    (void)host_.database().transaction("themes.note", [&](Transaction& tx) -> Result<Done> {
        host_.admin().audit(tx, request, action, "theme " + std::string{theme}, before, after);
        return Done{};
    });
}

} // namespace hurtrock::themes
