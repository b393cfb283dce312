#pragma once
/// The Host one plugin is given: the shop's capabilities plus registries that fill this plugin's Registrations.

#include "manifest.hpp"
#include "registry.hpp"

#include "core/log/log.hpp"

#include <hurtrock/plugin.hpp>

#include <filesystem>

namespace hurtrock::plugins {

/// What the application lends to every plugin. All members outlive all plugins.
struct HostCapabilities {
    Database& database;
    Accounts& accounts;
    Mail& mail;
    Pictures& pictures;
    Themes& themes;
    Clock& clock;
    RegistrySlot& registry;
    /// The settings of a plugin; the reference lives as long as the application.
    std::function<Settings&(const Manifest&)> settings_of;
    std::function<std::shared_ptr<HttpClient>(const Manifest&)> http_client_of;
    std::function<void(Transaction&, std::string_view owner, std::string_view name, const Value& payload, std::chrono::seconds delay)>
        enqueue_job;
    std::function<void(Transaction&, const Request&, std::string_view action, std::string_view subject, const Value& before,
                       const Value& after)>
        write_audit;
    std::function<Value(std::string_view text)> markdown;
    /// In the words of `speaker`, a plugin, where it has its own.
    std::function<std::string(std::string_view speaker, std::string_view locale, std::string_view message, const Value& arguments)> translate;
    std::function<std::string(std::string_view locale, std::string_view path)> absolute_url;
    std::string demo_folder;
    /// Where each plugin's own files lie, in a folder each.
    std::filesystem::path files;
};

class PluginHost final : public Host,
                         private Routes,
                         private Events,
                         private Services,
                         private Slots,
                         private Admin,
                         private Commands,
                         private Jobs {
public:
    PluginHost(const Manifest& manifest, const HostCapabilities& capabilities);

    /// Ends the time for registering; what a plugin tries to register later throws std::logic_error.
    void seal() noexcept { sealed_ = true; }
    std::shared_ptr<const Registrations> registrations() const noexcept { return registrations_; }

    Routes& routes() override { return *this; }
    Events& events() override { return *this; }
    Services& services() override { return *this; }
    Slots& slots() override { return *this; }
    Admin& admin() override { return *this; }
    Commands& commands() override { return *this; }
    Jobs& jobs() override { return *this; }
    Database& database() override { return lent_.database; }
    Accounts& accounts() override { return lent_.accounts; }
    Mail& mail() override { return lent_.mail; }
    Pictures& pictures() override { return lent_.pictures; }
    Themes& themes() override { return lent_.themes; }
    Settings& settings() override { return settings_; }
    HttpClient& http_client() override { return *http_client_; }
    Clock& clock() override { return lent_.clock; }
    Log& log() override { return log_; }
    Value markdown(std::string_view text) override { return lent_.markdown(text); }
    std::string translate(std::string_view locale, std::string_view message, const Value& arguments) override
    {
        return lent_.translate(id_, locale, message, arguments);
    }
    std::string absolute_url(std::string_view locale, std::string_view path) override
    {
        return lent_.absolute_url(locale, path);
    }
    std::string folder() const override { return folder_; }
    std::string demo_folder() const override { return lent_.demo_folder; }
    std::string data_folder() const override;

private:
    Registrations& open();
    std::string own_name(std::string_view name) const;
    void require_declared(std::string_view permission) const;

    void add(Method method, std::string_view path, Handler handler, RouteOptions options) override;
    void during_event(std::string_view event, Listening mode,
                      std::function<Result<Done>(Transaction&, const Value&)> listener) override;
    void after_event(std::string_view event, std::string_view listener_name,
                     std::function<Result<Done>(const Value&)> listener) override;
    void provide_raw(std::string_view interface_name, std::string_view key, void* implementation) override;
    std::shared_ptr<void> find_raw(std::string_view interface_name, std::string_view key) override;
    std::vector<std::string> keys_raw(std::string_view interface_name) override;
    void fill(std::string_view slot, std::string_view template_name, SlotData data, int position) override;
    void global(std::string_view name, std::function<Value(const Request&)> make) override;
    void shared_global(std::string_view name, std::function<Value(std::string_view locale)> make) override;
    void menu(MenuEntry entry) override;
    void widget(Widget widget) override;
    void action(Action action) override;
    void audit(Transaction& tx, const Request& request, std::string_view action, std::string_view subject,
               const Value& before, const Value& after) override;
    void add(Command command) override;
    void handle(std::string_view name, std::function<Result<Done>(const Value&)> run) override;
    void every(std::chrono::seconds interval, std::string_view name, std::function<Result<Done>()> run) override;
    void enqueue(Transaction& tx, std::string_view name, const Value& payload, std::chrono::seconds delay) override;

    const std::string id_;
    const std::string folder_;
    const Value permissions_;
    const HostCapabilities& lent_;
    Settings& settings_;
    const std::shared_ptr<HttpClient> http_client_;
    log::LogHost log_;
    std::shared_ptr<Registrations> registrations_;
    bool sealed_{false};
};

} // namespace hurtrock::plugins
