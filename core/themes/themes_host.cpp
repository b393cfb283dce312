#include "themes_host.hpp"

#include "core/base/suggest.hpp"
#include "core/log/log.hpp"
#include "core/settings/settings_host.hpp"

namespace hurtrock::themes {
namespace {

constexpr std::size_t parents_max = 5;

} // namespace

ThemesHost::ThemesHost(std::filesystem::path folder, Database& database, settings::SettingsStore& store,
                       std::function<void(const std::string&)> chosen)
    : folder_{std::move(folder)}, database_{database}, store_{store}, chosen_{std::move(chosen)}
{
}

void ThemesHost::discover()
{
    if (!std::filesystem::is_directory(folder_)) return;
    for (const auto& entry : std::filesystem::directory_iterator{folder_}) {
        if (!std::filesystem::exists(entry.path() / "theme.yaml")) continue;
        try {
            auto theme = std::make_shared<const Theme>(Theme::load(entry.path()));
            store_.declare(owner_of(theme->id), theme->schema);
            const std::lock_guard lock{mutex_};
            themes_[theme->id] = std::move(theme);
        } catch (const std::exception& error) {
            log::write(log::Level::error, "themes", "theme left out", {{"reason", error.what()}});
        }
    }
}

Result<Done> ThemesHost::start(const std::string& id)
{
    discover();
    const std::lock_guard lock{mutex_};
    if (themes_.contains(id)) {
        current_ = id;
        return Done{};
    }
    std::vector<std::string> known;
    for (const auto& [theme, _] : themes_) known.push_back(theme);
    if (!known.empty()) current_ = known.front();
    return Problem{.code = "themes.unknown", .arguments = {{"id", id}, {"suggestion", base::did_you_mean(id, known)}}};
}

std::shared_ptr<const Theme> ThemesHost::find(std::string_view id) const
{
    const std::lock_guard lock{mutex_};
    const auto found = themes_.find(id);
    return found == themes_.end() ? nullptr : found->second;
}

std::string ThemesHost::current() const
{
    const std::lock_guard lock{mutex_};
    return current_;
}

std::shared_ptr<const Theme> ThemesHost::in_use() const { return find(current()); }

std::vector<std::filesystem::path> ThemesHost::folders() const
{
    std::vector<std::filesystem::path> folders;
    for (auto theme = in_use(); theme && folders.size() < parents_max; theme = theme->parent.empty() ? nullptr : find(theme->parent))
        folders.push_back(theme->folder);
    return folders;
}

Value ThemesHost::values(std::string_view locale) const
{
    const auto theme = in_use();
    if (!theme) return Value::map();
    return values_for_templates(*theme, store_.snapshot(owner_of(theme->id))->values, locale);
}

std::string ThemesHost::style_sheet() const
{
    const auto theme = in_use();
    return theme ? themes::style_sheet(*theme, store_.snapshot(owner_of(theme->id))->values) : std::string{};
}

Value ThemesHost::list()
{
    std::vector<std::shared_ptr<const Theme>> all;
    {
        const std::lock_guard lock{mutex_};
        for (const auto& [id, theme] : themes_) all.push_back(theme);
    }
    const auto active = current();
    auto list = Value::list();
    for (const auto& theme : all) {
        const auto snapshot = store_.snapshot(owner_of(theme->id));
        list.push({{"id", theme->id},
                   {"name", theme->title},
                   {"version", theme->version},
                   {"description", theme->description},
                   {"parent", theme->parent},
                   {"active", theme->id == active},
                   {"settings", {{"id", settings::form_model(owner_of(theme->id), *snapshot, "id")},
                                 {"en", settings::form_model(owner_of(theme->id), *snapshot, "en")}}}});
    }
    return list;
}

Result<Done> ThemesHost::use(std::string_view id)
{
    if (!find(id)) return Problem{.code = "themes.unknown", .arguments = {{"id", id}}, .status = 404};
    chosen_(std::string{id});
    {
        const std::lock_guard lock{mutex_};
        current_ = id;
    }
    if (changed_) changed_();
    return Done{};
}

Result<Done> ThemesHost::set_settings(std::string_view id, const Value& values)
{
    if (!find(id)) return Problem{.code = "themes.unknown", .arguments = {{"id", id}}, .status = 404};
    auto saved = database_.transaction("core.theme_settings", [&](Transaction& tx) { return store_.save(tx, owner_of(id), values, "admin"); });
    if (!saved) return saved.problem();
    return Done{};
}

} // namespace hurtrock::themes
