#include "repository.hpp"

namespace hurtrock::audit::repository {
namespace {

std::string escaped(const std::string& text)
{
    std::string pattern;
    for (const char letter : text) {
        if (letter == '%' || letter == '_' || letter == '\\') pattern += '\\';
        pattern += letter;
    }
    return pattern;
}

Param json_or_null(const Value& value) { return value.is_null() ? Param{nullptr} : Param{value}; }

} // namespace

const Query insert_query{"core.insert_audit_line", R"(
    INSERT INTO core.audit_log (actor_id, actor_name, address, action, subject, before, after, at)
    VALUES ($1::bigint, $2, $3, $4, $5, $6::jsonb, $7::jsonb, $8::timestamptz))"};

void insert(Transaction& tx, const Line& line)
{
    tx.run(insert_query, {line.actor.id, line.actor.name, line.actor.address, line.action, line.subject,
                          json_or_null(line.before), json_or_null(line.after), line.at});
}

const Query list_query{"core.list_audit_log", R"(
    SELECT id, actor_id, actor_name, address, action, subject, before, after, at
      FROM core.audit_log
     WHERE ($1::bigint IS NULL OR actor_id = $1::bigint)
       AND ($2 = '%' OR action LIKE $2)
       AND ($3 = '%%' OR subject ILIKE $3 OR actor_name ILIKE $3)
       AND ($4::bigint = 0 OR id < $4::bigint)
     ORDER BY id DESC
     LIMIT $5::int)"};

std::vector<Line> list(Reader& reader, const Wanted& wanted)
{
    std::vector<Line> lines;
    for (const auto& row :
         reader.run(list_query, {wanted.actor, escaped(wanted.action) + '%', '%' + escaped(wanted.search) + '%',
                                 wanted.before_id, wanted.limit})) {
        Line line;
        line.id = row.integer("id");
        if (!row.is_null("actor_id")) line.actor.id = row.id<UserId>("actor_id");
        line.actor.name = row.text("actor_name");
        line.actor.address = row.text("address");
        line.action = row.text("action");
        line.subject = row.text("subject");
        if (!row.is_null("before")) line.before = row.json("before");
        if (!row.is_null("after")) line.after = row.json("after");
        line.at = row.time("at");
        lines.push_back(std::move(line));
    }
    return lines;
}

const Query delete_before_query{"core.delete_old_audit_lines", "DELETE FROM core.audit_log WHERE at < $1::timestamptz"};

std::size_t delete_before(Transaction& tx, Time before) { return tx.run(delete_before_query, {before}).affected(); }

} // namespace hurtrock::audit::repository
