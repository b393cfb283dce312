#include "plugin_host.hpp"

#include "path_pattern.hpp"

#include <stdexcept>

namespace hurtrock::plugins {

PluginHost::PluginHost(const Manifest& manifest, const HostCapabilities& capabilities)
    : id_{manifest.id},
      folder_{manifest.folder.string()},
      permissions_{manifest.permissions},
      lent_{capabilities},
      settings_{capabilities.settings_of(manifest)},
      http_client_{capabilities.http_client_of(manifest)},
      log_{manifest.id},
      registrations_{std::make_shared<Registrations>(Registrations{.owner = manifest.id})}
{
}

Registrations& PluginHost::open()
{
    if (sealed_) throw std::logic_error{id_ + ": registered something after start; register in Plugin::start only"};
    return *registrations_;
}

/// "hello.greet" whether the plugin wrote "expire" or the whole name.
std::string PluginHost::own_name(std::string_view name) const
{
    return name.starts_with(id_ + ".") ? std::string{name} : id_ + "." + std::string{name};
}

void PluginHost::require_declared(std::string_view permission) const
{
    if (!permission.empty() && !permissions_.has(permission))
        throw std::logic_error{id_ + ": permission \"" + std::string{permission} + "\" is not declared in plugin.yaml"};
}

void PluginHost::add(Method method, std::string_view path, Handler handler, RouteOptions options)
{
    require_declared(options.permission);
    try {
        (void)parse_pattern(path);
    } catch (const std::invalid_argument& error) {
        throw std::invalid_argument{id_ + ": " + error.what()};
    }
    for (const auto& rate : options.rates)
        if (rate.per_minute <= 0 || (rate.key == RateKey::field) == rate.field.empty())
            throw std::invalid_argument{id_ + ": route \"" + std::string{path} + "\": a rate needs a number a minute, and a field's name for RateKey::field only"};
    const bool admin = path == "/admin" || path.starts_with("/admin/");
    if (admin) options.access = Access::staff;
    if (admin && options.permission.empty())
        throw std::logic_error{id_ + ": " + std::string{path} + " is below /admin and needs a permission"};
    open().routes.push_back({method, std::string{path}, std::move(handler), std::move(options)});
}

std::string PluginHost::data_folder() const
{
    const auto folder = lent_.files / id_;
    std::filesystem::create_directories(folder);
    return folder.string();
}

void PluginHost::during_event(std::string_view event, Listening mode,
                              std::function<Result<Done>(Transaction&, const Value&)> listener)
{
    open().during.push_back({std::string{event}, mode, std::move(listener)});
}

void PluginHost::after_event(std::string_view event, std::string_view listener_name,
                             std::function<Result<Done>(const Value&)> listener)
{
    open().after.push_back({std::string{event}, std::string{listener_name}, std::move(listener)});
}

void PluginHost::provide_raw(std::string_view interface_name, std::string_view key, void* implementation)
{
    open().services.push_back({std::string{interface_name}, std::string{key}, implementation});
}

std::shared_ptr<void> PluginHost::find_raw(std::string_view interface_name, std::string_view key)
{
    return lent_.registry.get()->service(interface_name, key);
}

std::vector<std::string> PluginHost::keys_raw(std::string_view interface_name)
{
    return lent_.registry.get()->service_keys(interface_name);
}

void PluginHost::fill(std::string_view slot, std::string_view template_name, SlotData data, int position)
{
    open().slots.push_back({std::string{slot}, std::string{template_name}, std::move(data), position});
}

void PluginHost::global(std::string_view name, std::function<Value(const Request&)> make)
{
    open().globals.push_back({std::string{name}, std::move(make), {}});
}

void PluginHost::shared_global(std::string_view name, std::function<Value(std::string_view)> make)
{
    open().globals.push_back({std::string{name}, {}, std::move(make)});
}

void PluginHost::menu(MenuEntry entry)
{
    require_declared(entry.permission);
    open().menu.push_back(std::move(entry));
}

void PluginHost::widget(Widget widget)
{
    require_declared(widget.permission);
    open().widgets.push_back(std::move(widget));
}

void PluginHost::action(Action action)
{
    require_declared(action.permission);
    open().actions.push_back(std::move(action));
}

void PluginHost::audit(Transaction& tx, const Request& request, std::string_view action, std::string_view subject,
                       const Value& before, const Value& after)
{
    lent_.write_audit(tx, request, action, subject, before, after);
}

void PluginHost::add(Command command) { open().commands.push_back(std::move(command)); }

void PluginHost::handle(std::string_view name, std::function<Result<Done>(const Value&)> run)
{
    open().jobs.push_back({own_name(name), std::move(run)});
}

void PluginHost::every(std::chrono::seconds interval, std::string_view name, std::function<Result<Done>()> run)
{
    open().schedules.push_back({own_name(name), std::max(interval, std::chrono::seconds{1}), std::move(run)});
}

void PluginHost::enqueue(Transaction& tx, std::string_view name, const Value& payload, std::chrono::seconds delay)
{
    lent_.enqueue_job(tx, id_, own_name(name), payload, delay);
}

} // namespace hurtrock::plugins
