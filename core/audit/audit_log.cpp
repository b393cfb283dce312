#include "audit_log.hpp"

namespace hurtrock::audit {
namespace {

/// The entries of `map` that `other` has not, or has otherwise.
Value differing(const Value& map, const Value& other)
{
    if (!map.is_map() || !other.is_map()) return map;
    auto kept = Value::map();
    for (const auto& [key, value] : map.entries())
        if (const auto* same = other.find(key); !same || !(*same == value)) kept.set(key, value);
    return kept;
}

} // namespace

void AuditLog::write(Transaction& tx, const Actor& actor, std::string_view action, std::string_view subject,
                     const Value& before, const Value& after)
{
    repository::insert(tx, {0, actor, std::string{action}, std::string{subject}, differing(before, after),
                            differing(after, before), clock_.now()});
}

std::size_t AuditLog::tidy(Transaction& tx, std::chrono::hours older_than)
{
    return repository::delete_before(tx, clock_.now() - older_than);
}

} // namespace hurtrock::audit
