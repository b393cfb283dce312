#include "repository.hpp"

namespace hurtrock::admin::repository {

const Query roles_query{"core.list_roles", R"(
    SELECT r.name, r.all_permissions, count(u.user_id) AS holders
      FROM core.roles r
      LEFT JOIN core.user_roles u ON u.role = r.name
     GROUP BY r.name
     ORDER BY r.all_permissions DESC, r.name)"};

std::vector<Role> roles(Reader& reader)
{
    std::vector<Role> list;
    for (const auto& row : reader.run(roles_query))
        list.push_back({std::string{row.text("name")}, row.boolean("all_permissions"), row.integer("holders")});
    return list;
}

const Query permissions_query{"core.list_role_permissions", "SELECT role, permission FROM core.role_permissions ORDER BY role, permission"};

std::map<std::string, std::vector<std::string>> permissions_by_role(Reader& reader)
{
    std::map<std::string, std::vector<std::string>> found;
    for (const auto& row : reader.run(permissions_query)) found[std::string{row.text("role")}].emplace_back(row.text("permission"));
    return found;
}

const Query user_roles_query{"core.list_roles_of_users", R"(
    SELECT user_id, role FROM core.user_roles WHERE user_id = ANY($1::bigint[]) ORDER BY user_id, role)"};

std::map<std::int64_t, std::vector<std::string>> roles_by_user(Reader& reader, const std::vector<std::int64_t>& users)
{
    std::map<std::int64_t, std::vector<std::string>> found;
    for (const auto& row : reader.run(user_roles_query, {users})) found[row.integer("user_id")].emplace_back(row.text("role"));
    return found;
}

const Query insert_role_query{"core.insert_role", "INSERT INTO core.roles (name) VALUES ($1) ON CONFLICT DO NOTHING"};

bool insert_role(Transaction& tx, const std::string& name) { return tx.run(insert_role_query, {name}).affected() == 1; }

const Query delete_role_query{"core.delete_role", R"(
    DELETE FROM core.roles r
     WHERE r.name = $1 AND NOT r.all_permissions AND NOT EXISTS (SELECT FROM core.user_roles u WHERE u.role = r.name))"};

bool delete_role(Transaction& tx, const std::string& name) { return tx.run(delete_role_query, {name}).affected() == 1; }

namespace {

std::vector<Queue> read_queues(const Rows& rows)
{
    std::vector<Queue> list;
    for (const auto& row : rows) {
        Queue queue{std::string{row.text("plugin")}, std::string{row.text("name")}, row.integer("waiting"), row.integer("dead")};
        if (!row.is_null("oldest")) queue.oldest = row.time("oldest");
        list.push_back(std::move(queue));
    }
    return list;
}

} // namespace

const Query event_queues_query{"core.event_queues", R"(
    SELECT plugin, event || ' → ' || listener AS name, count(*) FILTER (WHERE state = 'pending') AS waiting,
           count(*) FILTER (WHERE state = 'dead') AS dead, min(raised_at) FILTER (WHERE state = 'pending') AS oldest
      FROM core.outbox
     GROUP BY plugin, event, listener
     ORDER BY plugin, event, listener)"};

std::vector<Queue> event_queues(Reader& reader) { return read_queues(reader.run(event_queues_query)); }

const Query job_queues_query{"core.job_queues", R"(
    SELECT plugin, name, count(*) FILTER (WHERE state = 'pending') AS waiting,
           count(*) FILTER (WHERE state = 'dead') AS dead, min(created_at) FILTER (WHERE state = 'pending') AS oldest
      FROM core.jobs
     GROUP BY plugin, name
     ORDER BY plugin, name)"};

std::vector<Queue> job_queues(Reader& reader) { return read_queues(reader.run(job_queues_query)); }

const Query database_facts_query{"core.database_facts", R"(
    SELECT current_setting('server_version') AS version, pg_database_size(current_database()) AS size_bytes,
           pg_postmaster_start_time() AS started_at)"};

DatabaseFacts database_facts(Reader& reader)
{
    const auto rows = reader.run(database_facts_query);
    const auto row = rows.front();
    return {std::string{row.text("version")}, row.integer("size_bytes"), row.time("started_at")};
}

} // namespace hurtrock::admin::repository
