#pragma once
/// hurtrock::Themes: the themes on disk, the one in use, and its settings. Thread-safe.

#include "theme.hpp"

#include "core/settings/settings_store.hpp"

#include <hurtrock/themes.hpp>

namespace hurtrock::themes {

class ThemesHost final : public Themes {
public:
    /// `folder` holds one folder a theme. `chosen(id)` keeps the choice (in config/plugins.yaml) and may throw.
    ThemesHost(std::filesystem::path folder, Database& database, settings::SettingsStore& store, std::function<void(const std::string& id)> chosen);

    /// Before the first page: reads the themes and takes `id` into use. An unknown id falls back to the first theme there is
    /// and answers why.
    Result<Done> start(const std::string& id);

    Value list() override;
    Result<Done> use(std::string_view id) override;
    Result<Done> set_settings(std::string_view id, const Value& values) override;

    /// The folder of the theme in use, then of its parents.
    std::vector<std::filesystem::path> folders() const;
    std::string current() const;
    Value values(std::string_view locale) const;
    std::string style_sheet() const;
    /// Called after another theme was taken into use.
    void on_change(std::function<void()> changed) { changed_ = std::move(changed); }

private:
    static std::string owner_of(std::string_view id) { return "theme:" + std::string{id}; }
    void discover();
    std::shared_ptr<const Theme> find(std::string_view id) const;
    std::shared_ptr<const Theme> in_use() const;

    const std::filesystem::path folder_;
    Database& database_;
    settings::SettingsStore& store_;
    const std::function<void(const std::string&)> chosen_;
    std::function<void()> changed_;
    mutable std::mutex mutex_;
    std::map<std::string, std::shared_ptr<const Theme>, std::less<>> themes_;
    std::string current_;
};

} // namespace hurtrock::themes
