#include "repository.hpp"

#include <sodium.h>

namespace hurtrock::settings::repository {
namespace {

std::optional<std::string> as_bytea(const std::string& bytes)
{
    if (bytes.empty()) return std::nullopt;
    std::string hex(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(hex.data(), hex.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    hex.pop_back();
    return hex;
}

std::string from_hex(std::string_view hex)
{
    std::string bytes(hex.size() / 2, '\0');
    std::size_t length = 0;
    sodium_hex2bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), hex.data(), hex.size(), nullptr,
                   &length, nullptr);
    bytes.resize(length);
    return bytes;
}

} // namespace

const Query load_query{"core.load_settings", R"(
    SELECT owner, key, value, encode(sealed, 'hex') AS sealed
      FROM core.settings
     WHERE ($1 = '' OR owner = $1) AND (value IS NOT NULL OR sealed IS NOT NULL))"};

std::vector<StoredValue> load(Reader& reader, const std::string& owner)
{
    std::vector<StoredValue> values;
    for (const auto& row : reader.run(load_query, {owner}))
        values.push_back({std::string{row.text("owner")}, std::string{row.text("key")},
                          row.is_null("value") ? Value{} : row.json("value"), from_hex(row.text("sealed"))});
    return values;
}

const Query store_query{"core.store_setting", R"(
    INSERT INTO core.settings AS s (owner, key, value, sealed, updated_at, updated_by)
    VALUES ($1, $2, $3::jsonb, decode($4, 'hex'), $5::timestamptz, $6)
        ON CONFLICT (owner, key) DO UPDATE
       SET value = excluded.value, sealed = excluded.sealed, version = nextval('core.settings_version'),
           updated_at = excluded.updated_at, updated_by = excluded.updated_by)"};

void store(Transaction& tx, const std::string& owner, const std::string& key, const Value& value,
           const std::string& sealed, const std::string& actor, Time now)
{
    tx.run(store_query, {owner, key, value.is_null() ? Param{nullptr} : Param{value}, as_bytea(sealed), now, actor});
}

const Query remove_owner_query{"core.remove_settings_of", "DELETE FROM core.settings WHERE owner = $1"};

void remove_owner(Transaction& tx, const std::string& owner) { tx.run(remove_owner_query, {owner}); }

const Query state_query{"core.settings_state", "SELECT coalesce(sum(version), 0)::bigint AS state FROM core.settings"};

std::int64_t state(Reader& reader) { return reader.run(state_query).front().integer("state"); }

} // namespace hurtrock::settings::repository
