#pragma once
/// The SQL of the admin's own pages: what no other folder of the core asks for.

#include <hurtrock/database.hpp>

#include <map>

namespace hurtrock::admin::repository {

struct Role {
    std::string name;
    /// Holds every permission.
    bool all{false};
    std::int64_t holders{0};
};

std::vector<Role> roles(Reader& reader);
/// By role; those without any are missing.
std::map<std::string, std::vector<std::string>> permissions_by_role(Reader& reader);
std::map<std::int64_t, std::vector<std::string>> roles_by_user(Reader& reader, const std::vector<std::int64_t>& users);
/// False when there is one already.
bool insert_role(Transaction& tx, const std::string& name);
/// False when somebody holds it, or there is none.
bool delete_role(Transaction& tx, const std::string& name);

struct Queue {
    std::string plugin;
    std::string name;
    std::int64_t waiting{0};
    std::int64_t dead{0};
    Time oldest{};
};
/// What waits or was given up, by plugin and listener or job.
std::vector<Queue> event_queues(Reader& reader);
std::vector<Queue> job_queues(Reader& reader);

struct DatabaseFacts {
    std::string version;
    std::int64_t size_bytes{0};
    Time started_at{};
};
DatabaseFacts database_facts(Reader& reader);

} // namespace hurtrock::admin::repository
