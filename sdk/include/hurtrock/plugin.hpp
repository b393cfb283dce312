#pragma once
/// Plugin and Host: the two ends of the SDK. A plugin is a folder with plugin.yaml (identity, dependencies, settings,
/// permissions), migrations, templates, assets, locales, and one shared library:
///
///     class Hello final : public hurtrock::Plugin {
///         void start(hurtrock::Host& host) override { host.routes().get("/hello/{name}", …); }
///     };
///     HURTROCK_PLUGIN(Hello)

#include <hurtrock/accounts.hpp>
#include <hurtrock/admin.hpp>
#include <hurtrock/clock.hpp>
#include <hurtrock/commands.hpp>
#include <hurtrock/database.hpp>
#include <hurtrock/events.hpp>
#include <hurtrock/http_client.hpp>
#include <hurtrock/jobs.hpp>
#include <hurtrock/log.hpp>
#include <hurtrock/mail.hpp>
#include <hurtrock/pictures.hpp>
#include <hurtrock/routes.hpp>
#include <hurtrock/services.hpp>
#include <hurtrock/settings.hpp>
#include <hurtrock/slots.hpp>
#include <hurtrock/themes.hpp>

namespace hurtrock {

/// What a plugin may ask of the shop. Given to Plugin::start and valid until Plugin::stop returned. The registries (routes,
/// events, slots, jobs' handlers, admin, commands, services' provide) take registrations during start only; everything
/// else is thread-safe and for any time.
class Host {
public:
    virtual Routes& routes() = 0;
    virtual Events& events() = 0;
    virtual Services& services() = 0;
    virtual Slots& slots() = 0;
    virtual Admin& admin() = 0;
    virtual Commands& commands() = 0;
    virtual Jobs& jobs() = 0;

    virtual Database& database() = 0;
    virtual Accounts& accounts() = 0;
    virtual Mail& mail() = 0;
    virtual Pictures& pictures() = 0;
    virtual Themes& themes() = 0;
    virtual Settings& settings() = 0;
    /// Calls to the hosts that plugin.yaml declares under `network`.
    virtual HttpClient& http_client() = 0;
    virtual Clock& clock() = 0;
    virtual Log& log() = 0;

    /// CommonMark with tables to HTML (safe Value): raw HTML and unsafe links are dropped.
    virtual Value markdown(std::string_view text) = 0;
    /// The sentence in a language, as Request::translate does for its visitor; for mails and commands.
    virtual std::string translate(std::string_view locale, std::string_view message, const Value& arguments = {}) = 0;
    /// "https://shop.example/en/cart" for ("en", "/cart"); for mails.
    virtual std::string absolute_url(std::string_view locale, std::string_view path) = 0;
    /// The plugin's own folder and the shop's demo data folder ("" when absent). Read only.
    virtual std::string folder() const = 0;
    virtual std::string demo_folder() const = 0;
    /// A folder for files of the plugin's own, made when first asked for; kept when the plugin is switched off. file() sends
    /// what lies in it.
    virtual std::string data_folder() const = 0;

protected:
    ~Host() = default;
};

/// Implemented by each plugin. The host calls start and stop once each per object, never at the same time as each other;
/// handlers registered in start may run from any worker thread between the two.
class HURTROCK_API Plugin {
public:
    virtual ~Plugin();
    /// Registers everything. Takes at most 10 s. An exception undoes the start and names the plugin.
    virtual void start(Host& host) = 0;
    /// Ends threads and releases what start took. Registrations are already gone and no handler runs any more.
    virtual void stop() {}
};

/// Increases when a plugin built against older headers must be rebuilt.
inline constexpr std::uint32_t sdk_version_major = 0;
inline constexpr std::uint32_t sdk_version_minor = 1;

/// Read by the host before anything of the plugin runs.
struct PluginDescriptor {
    std::uint32_t magic;
    std::uint32_t sdk_major;
    std::uint32_t sdk_minor;
    std::uint32_t reserved;
    /// Compiler ABI and standard library ("gxx-abi-1017 cxx11").
    const char* abi_tag;
    Plugin* (*create)();
    void (*destroy)(Plugin*);
    const Query* (*queries)();
};

inline constexpr std::uint32_t plugin_magic = 0x48525031; // "HRP1"
#define HURTROCK_STRINGIFY_(text) #text
#define HURTROCK_STRINGIFY(text) HURTROCK_STRINGIFY_(text)
inline constexpr const char* abi_tag =
    "gxx-abi-" HURTROCK_STRINGIFY(__GXX_ABI_VERSION) " cxx11-" HURTROCK_STRINGIFY(_GLIBCXX_USE_CXX11_ABI);

} // namespace hurtrock

/// Exports the one symbol the host looks for.
#define HURTROCK_PLUGIN(PluginType)                                                                                    \
    extern "C" HURTROCK_API const ::hurtrock::PluginDescriptor hurtrock_plugin_descriptor;                             \
    const ::hurtrock::PluginDescriptor hurtrock_plugin_descriptor{                                                     \
        ::hurtrock::plugin_magic,                                                                                      \
        ::hurtrock::sdk_version_major,                                                                                 \
        ::hurtrock::sdk_version_minor,                                                                                 \
        0,                                                                                                             \
        ::hurtrock::abi_tag,                                                                                           \
        []() -> ::hurtrock::Plugin* { return new PluginType; },                                                        \
        [](::hurtrock::Plugin* plugin) { delete plugin; },                                                             \
        []() -> const ::hurtrock::Query* { return ::hurtrock::Query::head(); },                                        \
    };
