#include "mail_renderer.hpp"

#include "core/plugins/guard.hpp"

namespace hurtrock::app {

class MailRenderer::Environment final : public view::ViewEnv {
public:
    Environment(const MailRenderer& renderer, std::string locale)
        : ViewEnv{renderer.locales_, renderer.assets_, std::move(locale)}, renderer_{renderer}
    {
    }
    std::optional<Value> lookup_global(std::string_view name) override
    {
        const auto registry = renderer_.registry_.get();
        const auto* global = registry->global(name);
        if (!global || !global->row->make_shared) return ViewEnv::lookup_global(name);
        return plugins::watched(*global->owner, [&] { return global->row->make_shared(locale()); });
    }

private:
    std::string url_for(std::string_view path) const override { return renderer_.absolute_url_(locale(), path); }
    std::string asset_url(std::string_view name) const override { return renderer_.absolute_url_("id", assets_.url(name)); }

    const MailRenderer& renderer_;
};

MailRenderer::MailRenderer(tmpl::Engine& html, tmpl::Engine& text, const view::Locales& locales, view::Assets& assets,
                           const plugins::RegistrySlot& registry,
                           std::function<std::string(std::string_view, std::string_view)> absolute_url)
    : html_{html}, text_{text}, locales_{locales}, assets_{assets}, registry_{registry}, absolute_url_{std::move(absolute_url)}
{
}

std::string MailRenderer::render(const std::string& template_name, const std::string& locale, const Value& variables) const
{
    Environment environment{*this, locale};
    auto& engine = template_name.ends_with(".txt") ? text_ : html_;
    return engine.render(template_name, variables.is_null() ? Value::map() : variables, environment);
}

} // namespace hurtrock::app
