#include "attention.hpp"

#include "core/events/repository.hpp"
#include "core/jobs/repository.hpp"

namespace hurtrock::admin {
namespace {

class List {
public:
    explicit List(const Request& request) : request_{request} {}

    void add(std::string_view sentence, std::string_view path, const Value& arguments)
    {
        items_.push({{"text", request_.translate(sentence, arguments)}, {"url", request_.url_for(path)}});
    }
    Value take() { return std::move(items_); }

private:
    const Request& request_;
    Value items_{Value::list()};
};

void add_plugins(List& list, const AdminServices& services)
{
    for (const auto& status : services.plugins().status()) {
        const bool runs = status.state == plugins::PluginState::enabled;
        if (!runs && status.state != plugins::PluginState::disabled)
            list.add("Plugin %(id)s does not run: %(reason)s", "/admin/plugins", {{"id", status.id}, {"reason", status.reason}});
        else if (const auto values = services.settings.find(status.id); runs && values && !values->complete)
            list.add("Plugin %(id)s needs settings before it can do its work.", "/admin/plugins/" + status.id + "/settings", {{"id", status.id}});
    }
}

} // namespace

Value attention(const AdminServices& services, const Request& request)
{
    List list{request};
    const auto& visitor = request.visitor();
    if (visitor.can("core.plugins.edit")) add_plugins(list, services);
    if (visitor.can("core.jobs.edit"))
        if (const auto dead = events::repository::count_dead(services.database) + jobs::repository::count_dead(services.database); dead > 0)
            list.add("Background work was given up: %(count)s to decide on.", "/admin/jobs", {{"count", dead}});
    if (visitor.can("core.mail.view"))
        if (const auto failed = services.mail.count(services.database, mail::State::failed); failed > 0)
            list.add("Mails that could not be sent: %(count)s.", "/admin/mail?state=failed", {{"count", failed}});
    return list.take();
}

} // namespace hurtrock::admin
