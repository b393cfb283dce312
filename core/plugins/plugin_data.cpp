#include "plugin_data.hpp"

#include "core/db/migrations.hpp"

#include <algorithm>

namespace hurtrock::plugins {
namespace {

// query_to_xml runs a query it is given as text: how one statement counts tables whose names it reads itself.
const Query tables_query{"core.plugin_tables", R"(
    SELECT c.relname AS name,
           (xpath('/row/rows/text()', query_to_xml(format('SELECT count(*) AS rows FROM %I.%I', n.nspname, c.relname),
                                                   false, true, '')))[1]::text::bigint AS rows
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND NOT c.relispartition
     ORDER BY c.relname)"};

const Query rest_query{"core.plugin_rest", R"(
    SELECT (SELECT count(*) FROM core.settings WHERE owner = $1) AS settings,
           (SELECT count(*) FROM core.jobs WHERE plugin = $1) AS jobs,
           (SELECT count(*) FROM core.outbox WHERE plugin = $1) AS events,
           (SELECT count(*) FROM core.role_permissions WHERE starts_with(permission, $1 || '.')) AS permissions,
           (SELECT count(*) FROM core.migrations WHERE owner = $1) AS migrations)"};

std::string schema_of(std::string id)
{
    std::replace(id.begin(), id.end(), '-', '_');
    return id;
}

} // namespace

PluginData plugin_data(Reader& reader, const std::string& id)
{
    PluginData data;
    for (const auto& row : reader.run(tables_query, {schema_of(id)}))
        data.tables.push_back({std::string{row.text("name")}, row.integer("rows")});
    const auto rows = reader.run(rest_query, {id});
    const auto rest = rows.front();
    data.settings = rest.integer("settings");
    data.jobs = rest.integer("jobs");
    data.events = rest.integer("events");
    data.permissions = rest.integer("permissions");
    data.migrations = rest.integer("migrations");
    return data;
}

void drop_plugin_data(const std::string& database_url, const std::string& id)
{
    db::Migrations{database_url}.drop(
        id, {"DELETE FROM core.settings WHERE owner = $1", "DELETE FROM core.jobs WHERE plugin = $1",
             "DELETE FROM core.job_schedules WHERE plugin = $1", "DELETE FROM core.outbox WHERE plugin = $1",
             "DELETE FROM core.role_permissions WHERE starts_with(permission, $1 || '.')"});
}

} // namespace hurtrock::plugins
