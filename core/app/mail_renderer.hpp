#pragma once
/// Renders mails: HTML escaped, text as it is; addresses whole, since a mail has no page to be relative to.

#include "core/plugins/registry.hpp"
#include "core/view/view_env.hpp"

namespace hurtrock::app {

class MailRenderer {
public:
    /// `absolute_url(locale, path)`. All outlive this.
    MailRenderer(tmpl::Engine& html, tmpl::Engine& text, const view::Locales& locales, view::Assets& assets,
                 const plugins::RegistrySlot& registry,
                 std::function<std::string(std::string_view locale, std::string_view path)> absolute_url);

    /// By the ending of the name: ".html" or ".txt". Throws tmpl::Error.
    std::string render(const std::string& template_name, const std::string& locale, const Value& variables) const;

private:
    class Environment;

    tmpl::Engine& html_;
    tmpl::Engine& text_;
    const view::Locales& locales_;
    view::Assets& assets_;
    const plugins::RegistrySlot& registry_;
    const std::function<std::string(std::string_view, std::string_view)> absolute_url_;
};

} // namespace hurtrock::app
