#pragma once
/// The host's side of a render, without a request: language, addresses and files. Mails use it as it is; pages add a visitor.

#include "assets.hpp"
#include "locales.hpp"

#include "core/template/engine.hpp"

namespace hurtrock::view {

class ViewEnv : public tmpl::RenderEnv {
public:
    ViewEnv(const Locales& locales, Assets& assets, std::string locale) : assets_{assets}, sentences_{locales.current()}, locale_{std::move(locale)} {}

    const std::string& locale() const noexcept { return locale_; }

    std::string translate(const tmpl::Message& message) override;
    Value call(std::string_view function, tmpl::Call& arguments) override;
    std::optional<Value> lookup_global(std::string_view name) override;

protected:
    virtual std::string url_for(std::string_view path) const = 0;
    virtual std::string asset_url(std::string_view name) const { return assets_.url(name); }
    virtual std::string csrf_field() const { return {}; }

    Assets& assets_;

private:
    /// One page speaks one version of the sentences.
    const std::shared_ptr<const Locales::Catalog> sentences_;
    const std::string locale_;
};

/// Adds our functions and filters: url_for, asset, csrf_field; money, date, datetime.
void set_up(tmpl::Engine& engine);

} // namespace hurtrock::view
