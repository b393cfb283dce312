/// Work in the background: what waits, and what was given up and needs a person.
#include "repository.hpp"
#include "rows.hpp"

#include "core/events/repository.hpp"
#include "core/jobs/repository.hpp"

#include <hurtrock/json.hpp>

namespace hurtrock::admin {
namespace {

constexpr int page_size = 50;

Value queue_rows(const std::vector<repository::Queue>& queues)
{
    auto rows = Value::list();
    for (const auto& queue : queues)
        rows.push({{"plugin", queue.plugin}, {"name", queue.name}, {"waiting", queue.waiting}, {"dead", queue.dead}, {"oldest", time_value(queue.oldest)}});
    return rows;
}

Value letter(const Request& request, const char* kind, std::int64_t id, const std::string& plugin, const std::string& name, const Value& payload, int tries,
             const std::string& error, Time since)
{
    const auto url = "/admin/jobs/" + std::string{kind} + "/" + std::to_string(id);
    return {{"id", id},
            {"plugin", plugin},
            {"name", name},
            {"payload", to_json(payload)},
            {"tries", tries},
            {"error", error},
            {"since", time_value(since)},
            {"retry_url", request.url_for(url + "/retry")},
            {"discard_url", request.url_for(url + "/discard")}};
}

Value event_letters(const AdminServices& services, const Request& request)
{
    auto rows = Value::list();
    for (const auto& dead : events::repository::dead(services.database, 0, page_size))
        rows.push(letter(request, "events", dead.id, dead.plugin, dead.event + " → " + dead.listener, dead.payload, dead.tries, dead.last_error, dead.raised_at));
    return rows;
}

Value job_letters(const AdminServices& services, const Request& request)
{
    auto rows = Value::list();
    for (const auto& dead : jobs::repository::dead(services.database, 0, page_size))
        rows.push(letter(request, "jobs", dead.id, dead.plugin, dead.name, dead.payload, dead.tries, dead.last_error, dead.created_at));
    return rows;
}

Response list(const AdminServices& services, const Request& request)
{
    return page("admin/jobs.html", {{"event_queues", queue_rows(repository::event_queues(services.database))},
                                    {"job_queues", queue_rows(repository::job_queues(services.database))},
                                    {"event_letters", event_letters(services, request)},
                                    {"job_letters", job_letters(services, request)},
                                    {"shown_max", page_size}});
}

bool change(const AdminServices& services, Transaction& tx, const std::string& kind, bool retry, std::int64_t id)
{
    const auto now = services.clock.now();
    if (kind == "events") return retry ? events::repository::revive(tx, id, now) : events::repository::discard(tx, id);
    if (kind == "jobs") return retry ? jobs::repository::revive(tx, id, now) : jobs::repository::discard(tx, id);
    return false;
}

Response decide(const AdminServices& services, const Request& request, bool retry)
{
    const std::string kind{request.path("kind")};
    const auto id = id_in_path(request);
    const auto done = services.database.transaction("core.decide_letter", [&](Transaction& tx) -> Result<Done> {
        if (!change(services, tx, kind, retry, id)) return Problem{.code = "jobs.unknown_letter", .status = 404};
        services.write_audit(tx, request, retry ? "jobs.retry" : "jobs.discard", (kind == "events" ? "event " : "job ") + std::to_string(id), {}, {});
        return Done{};
    });
    return outcome(request, "/admin/jobs", done, retry ? "It is tried again now." : "Discarded.");
}

} // namespace

void add_jobs(Registrations& rows, const Services& services)
{
    const auto edit = for_staff("core.jobs.edit");
    get(rows, "/admin/jobs", [services](const Request& request) { return list(*services, request); }, edit);
    post(rows, "/admin/jobs/{kind}/{id:int}/retry", [services](const Request& request) { return decide(*services, request, true); }, edit);
    post(rows, "/admin/jobs/{kind}/{id:int}/discard", [services](const Request& request) { return decide(*services, request, false); }, edit);
    rows.menu.push_back({.label = "Background work",
                         .path = "/admin/jobs",
                         .icon = "clock",
                         .group = "System",
                         .permission = "core.jobs.edit",
                         .position = 30,
                         .count = [services](const Request&) {
                             return events::repository::count_dead(services->database) + jobs::repository::count_dead(services->database);
                         }});
}

} // namespace hurtrock::admin
