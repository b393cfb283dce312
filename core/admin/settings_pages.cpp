/// The settings of a running plugin: a form made from what its manifest declares.
#include "rows.hpp"

#include "core/settings/settings_host.hpp"

#include <hurtrock/forms.hpp>

namespace hurtrock::admin {
namespace {

/// Who may edit the settings of a plugin: the plugin's own permission, or the one for all.
bool may_edit(const Request& request, const std::string& plugin)
{
    return request.visitor().can("core.plugins.edit") || request.visitor().can(plugin + ".settings.edit");
}

/// The manifest of a running plugin with settings, or nothing.
std::optional<plugins::Manifest> manifest_of(const AdminServices& services, const std::string& id)
{
    for (auto& manifest : services.plugins().running())
        if (manifest.id == id && !manifest.settings.empty()) return std::move(manifest);
    return std::nullopt;
}

Response form_page(const AdminServices& services, const Request& request, const plugins::Manifest& manifest, const Value& typed, const Value& errors)
{
    const auto values = services.settings.find(manifest.id);
    if (!values) return not_found(); // it left a moment ago
    const auto form = settings::form_model(manifest.id, *values, request.locale(), typed, errors);
    return page("admin/settings.html", {{"form", form},
                                        {"name", settings::localised(manifest.name, request.locale(), manifest.id)},
                                        {"description", settings::localised(manifest.description, request.locale(), "")},
                                        {"action", request.url_for("/admin/plugins/" + manifest.id + "/settings")},
                                        {"can_list", request.visitor().can("core.plugins.edit")}});
}

Value typed_of(const Request& request)
{
    auto typed = Value::map();
    for (const auto& [name, value] : request.form())
        if (!typed.has(name)) typed.set(name, value);
    return typed;
}

Response save(const AdminServices& services, const Request& request, const plugins::Manifest& manifest)
{
    const auto typed = typed_of(request);
    const auto saved = services.database.transaction("core.save_settings", [&](Transaction& tx) -> Result<settings::Changes> {
        auto changes = services.settings.save(tx, manifest.id, typed, request.visitor().user()->email);
        if (changes && !(changes->before.empty() && changes->after.empty()))
            services.write_audit(tx, request, "settings.change", "plugin " + manifest.id, changes->before, changes->after);
        return changes;
    });
    if (!saved) return form_page(services, request, manifest, typed, translated_errors(request, saved.problem())).status(422);
    return redirect("/admin/plugins/" + manifest.id + "/settings").flash(FlashKind::success, request.translate("Settings saved."));
}

/// Runs `answer(manifest)` for a plugin that has settings and a visitor who may edit them.
template <class Answer>
Response with_plugin(const AdminServices& services, const Request& request, Answer&& answer)
{
    const std::string id{request.path("id")};
    if (!may_edit(request, id)) return problem({.code = "core.forbidden", .status = 403});
    const auto manifest = manifest_of(services, id);
    if (!manifest) return problem({.code = "plugins.no_settings", .status = 404});
    return answer(*manifest);
}

} // namespace

void add_settings(Registrations& rows, const Services& services)
{
    get(rows, "/admin/plugins/{id}/settings",
        [services](const Request& request) {
            return with_plugin(*services, request, [&](const auto& manifest) { return form_page(*services, request, manifest, {}, {}); });
        },
        for_staff());
    post(rows, "/admin/plugins/{id}/settings",
         [services](const Request& request) { return with_plugin(*services, request, [&](const auto& manifest) { return save(*services, request, manifest); }); },
         for_staff());
}

} // namespace hurtrock::admin
