#include "repository.hpp"

namespace hurtrock::papers::repository {

const Query find_query{"papers.find", R"sql(
    SELECT number, facts FROM papers.issued WHERE order_public_id = $1 AND kind = $2 AND part = $3::integer)sql"};
std::optional<Issued> find(Reader& reader, std::string_view order_public_id, std::string_view kind, int part)
{
    const auto rows = reader.run(find_query, {order_public_id, kind, part});
    if (rows.empty()) return std::nullopt;
    return Issued{std::string{rows.front().text("number")}, rows.front().json("facts")};
}

const Query count_query{"papers.count", R"sql(
    SELECT count(*) AS n FROM papers.issued WHERE order_public_id = $1 AND kind = $2)sql"};
int count(Reader& reader, std::string_view order_public_id, std::string_view kind)
{
    return static_cast<int>(reader.run(count_query, {order_public_id, kind}).front().integer("n"));
}

const Query next_number_query{"papers.next_number", R"sql(
    INSERT INTO papers.counters (kind, year, last) VALUES ($1, $2::integer, 1)
    ON CONFLICT (kind, year) DO UPDATE SET last = papers.counters.last + 1
    RETURNING last)sql"};
std::int64_t next_number(Transaction& tx, std::string_view kind, int year)
{
    return tx.run(next_number_query, {kind, year}).front().integer("last");
}

const Query insert_query{"papers.insert", R"sql(
    INSERT INTO papers.issued (kind, number, order_public_id, part, year, sequence, facts, issued_at)
    VALUES ($1, $2, $3, $4::integer, $5::integer, $6::bigint, $7::jsonb, $8::timestamptz))sql"};
void insert(Transaction& tx, const NewPaper& paper)
{
    tx.run(insert_query, {paper.kind, paper.number, paper.order_public_id, paper.part, paper.year, paper.sequence,
                          paper.facts, paper.issued_at});
}

} // namespace hurtrock::papers::repository
