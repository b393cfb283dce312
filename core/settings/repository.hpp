#pragma once
/// The only SQL of this folder.

#include <hurtrock/database.hpp>

namespace hurtrock::settings::repository {

struct StoredValue {
    std::string owner;
    std::string key;
    Value value;
    /// Raw bytes; empty when there are none.
    std::string sealed;
};

/// Every stored value of one owner, or of all ("").
std::vector<StoredValue> load(Reader& reader, const std::string& owner);
void store(Transaction& tx, const std::string& owner, const std::string& key, const Value& value,
           const std::string& sealed, const std::string& actor, Time now);
void remove_owner(Transaction& tx, const std::string& owner);
/// Changes with every committed save, on whichever node.
std::int64_t state(Reader& reader);

} // namespace hurtrock::settings::repository
