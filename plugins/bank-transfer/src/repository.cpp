#include "repository.hpp"

#include <hurtrock/crypto.hpp>

namespace hurtrock::bank_transfer::repository {
namespace {

const Query find_code{"bank_transfer.find", R"(
    SELECT code FROM bank_transfer.expected_amounts WHERE attempt_id = $1)"};

const Query take_code{"bank_transfer.take", R"(
    INSERT INTO bank_transfer.expected_amounts (attempt_id, amount, code, free_after)
    VALUES ($1, $2::bigint + $3::integer, $3::integer, $4) ON CONFLICT DO NOTHING)"};

const Query free_codes{"bank_transfer.free_old", R"(
    DELETE FROM bank_transfer.expected_amounts WHERE free_after < $1)"};

} // namespace

std::optional<std::int64_t> find(Reader& reader, std::string_view attempt_id)
{
    const auto rows = reader.run(find_code, {attempt_id});
    if (rows.empty()) return std::nullopt;
    return rows.front().integer("code");
}

std::optional<std::int64_t> take(Transaction& tx, std::string_view attempt_id, Money base,
                                 const std::vector<std::int64_t>& codes, Time free_after)
{
    for (const auto code : codes) {
        if (tx.run(take_code, {attempt_id, base.units(), code, free_after}).affected() == 1) return code;
        if (const auto mine = find(tx, attempt_id)) return mine;
    }
    return std::nullopt;
}

void free_old(Transaction& tx, Time now) { tx.run(free_codes, {now}); }

namespace {
const Query remember_transfer{"bank_transfer.remember", R"(
    INSERT INTO bank_transfer.transfers (attempt_id, order_public_id, order_number, customer_name, amount, created_at)
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING)"};
const Query find_one{"bank_transfer.find_transfer", R"(SELECT * FROM bank_transfer.transfers WHERE attempt_id = $1)"};
const Query find_newest{"bank_transfer.newest_of_order", R"(
    SELECT * FROM bank_transfer.transfers WHERE order_public_id = $1 ORDER BY created_at DESC LIMIT 1)"};
const Query list_matching{"bank_transfer.matching", R"(
    SELECT * FROM bank_transfer.transfers
     WHERE (amount = ANY($1::bigint[]) OR order_number = ANY($2::text[])) AND created_at > $3
     ORDER BY created_at DESC LIMIT 2000)"};
const Query list_taken{"bank_transfer.taken_lines", R"(
    SELECT fact FROM bank_transfer.statement_lines WHERE fact = ANY($1::text[]))"};
const Query take_one_line{"bank_transfer.take_line", R"(
    INSERT INTO bank_transfer.statement_lines (fact, attempt_id, amount, taken_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING)"};
const Query insert_proof{"bank_transfer.add_proof", R"(
    WITH transfer AS (SELECT attempt_id FROM bank_transfer.transfers WHERE attempt_id = $2 FOR UPDATE)
    INSERT INTO bank_transfer.proofs (public_id, attempt_id, content_type, bytes, created_at)
    SELECT $1, attempt_id, $3, decode($4, 'hex'), $5 FROM transfer
     WHERE (SELECT count(*) FROM bank_transfer.proofs WHERE attempt_id = $2) < $6)"};
const Query list_proofs{"bank_transfer.proofs", R"(
    SELECT public_id, attempt_id, content_type, created_at FROM bank_transfer.proofs WHERE attempt_id = $1 ORDER BY id LIMIT 20)"};
const Query read_one_proof{"bank_transfer.find_proof", R"(
    SELECT public_id, attempt_id, content_type, created_at, encode(bytes, 'hex') AS hex FROM bank_transfer.proofs
     WHERE public_id = $1)"};

Transfer read(const Row& row)
{
    return {std::string{row.text("attempt_id")},
            std::string{row.text("order_public_id")},
            std::string{row.text("order_number")},
            std::string{row.text("customer_name")},
            row.money("amount"),
            row.time("created_at")};
}

Proof read_proof(const Row& row)
{
    return {std::string{row.text("public_id")}, std::string{row.text("attempt_id")},
            std::string{row.text("content_type")}, row.time("created_at")};
}

std::optional<Transfer> first(const Rows& rows)
{
    if (rows.empty()) return std::nullopt;
    return read(rows.front());
}
} // namespace

void remember(Transaction& tx, const Transfer& transfer)
{
    tx.run(remember_transfer, {transfer.attempt_id, transfer.order_public_id, transfer.order_number,
                               transfer.customer_name, transfer.amount.units(), transfer.at});
}

std::optional<Transfer> find_transfer(Reader& reader, std::string_view attempt_id)
{
    return first(reader.run(find_one, {attempt_id}));
}

std::optional<Transfer> newest_of_order(Reader& reader, std::string_view order_public_id)
{
    return first(reader.run(find_newest, {order_public_id}));
}

std::vector<Transfer> matching(Reader& reader, const std::vector<std::int64_t>& amounts,
                               const std::vector<std::string>& order_numbers, Time since)
{
    std::vector<Transfer> found;
    for (const auto row : reader.run(list_matching, {amounts, order_numbers, since}))
        found.push_back(read(row));
    return found;
}

std::vector<std::string> taken(Reader& reader, const std::vector<std::string>& facts)
{
    std::vector<std::string> found;
    for (const auto row : reader.run(list_taken, {facts}))
        found.emplace_back(row.text("fact"));
    return found;
}

void take_line(Transaction& tx, std::string_view fact, std::string_view attempt_id, Money amount, Time now)
{
    tx.run(take_one_line, {fact, attempt_id, amount.units(), now});
}

bool add_proof(Transaction& tx, const Proof& proof, std::int64_t count_max, Time now)
{
    return tx.run(insert_proof,
                  {proof.public_id, proof.attempt_id, proof.content_type, to_hex(proof.bytes), now, count_max})
               .affected() == 1;
}

std::vector<Proof> proofs(Reader& reader, std::string_view attempt_id)
{
    std::vector<Proof> found;
    for (const auto row : reader.run(list_proofs, {attempt_id}))
        found.push_back(read_proof(row));
    return found;
}

std::optional<Proof> find_proof(Reader& reader, std::string_view public_id)
{
    const auto rows = reader.run(read_one_proof, {public_id});
    if (rows.empty()) return std::nullopt;
    auto proof = read_proof(rows.front());
    proof.bytes = from_hex(rows.front().text("hex")).value_or("");
    return proof;
}

} // namespace hurtrock::bank_transfer::repository
