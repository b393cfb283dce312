#include "repository.hpp"

namespace hurtrock::bank_transfer::repository
{
namespace
{

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

void free_old(Transaction& tx, Time now)
{
    tx.run(free_codes, {now});
}

} // namespace hurtrock::bank_transfer::repository
