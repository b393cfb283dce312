#pragma once
/// What answering a request needs. Lent by the application; all members outlive the web part.

#include "file_answer.hpp"
#include "page_cache.hpp"
#include "streams.hpp"

#include "core/auth/csrf.hpp"
#include "core/auth/roles.hpp"
#include "core/auth/sessions.hpp"
#include "core/auth/signed_value.hpp"
#include "core/config/server_config.hpp"
#include "core/plugins/registry.hpp"
#include "core/template/engine.hpp"
#include "core/view/assets.hpp"
#include "core/view/locales.hpp"

namespace hurtrock::web {

struct WebServices {
    auth::Sessions& sessions;
    auth::Roles& roles;
    const auth::Csrf& csrf;
    const auth::Guests& guests;
    const auth::SignedValues& flash_signer;
    view::Locales& locales;
    view::Assets& assets;
    const tmpl::Engine& templates;
    plugins::RegistrySlot& registry;
    PageCache& pages;
    /// The active theme's settings.
    std::function<Value(std::string_view locale)> theme_settings;
    /// The file of a path below /media/, or nothing.
    std::function<std::optional<std::string>(std::string_view path)> media_file;
    std::function<FileFolders(const std::string& plugin)> file_folders;
    Streams& streams;
    /// "https://shop.example" without a slash at the end; empty: from each request's Host.
    std::string public_url;
    base::IpRanges trusted_proxies;
    config::ForwardedBy forwarded_by;
    config::CorsConfig cors;
    config::HttpsMode https;
    int hsts_days;
    /// Where forms may lead besides the shop: sources of a content security policy, each with a space in front. May be
    /// empty.
    std::function<std::string()> form_targets{};
    /// The source of a policy that stands for the host of `url`, if the plugin declares it; else a Problem {reason}. May
    /// be empty: then nothing is ever loaded from elsewhere.
    std::function<Result<std::string>(const std::string& plugin, const std::string& url)> page_source{};
};

} // namespace hurtrock::web
