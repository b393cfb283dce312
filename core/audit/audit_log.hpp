#pragma once
/// Who did what, when, from where, and what it was before. Lines are written in the transaction that makes the change:
/// there is no change without its line and no line without its change. Thread-safe.

#include "repository.hpp"

namespace hurtrock::audit {

class AuditLog {
public:
    explicit AuditLog(Clock& clock) : clock_{clock} {}

    /// Of two maps only the entries that differ are kept. Pass no secrets.
    void write(Transaction& tx, const Actor& actor, std::string_view action, std::string_view subject,
               const Value& before = {}, const Value& after = {});
    /// Newest first.
    std::vector<Line> list(Reader& reader, const Wanted& wanted) { return repository::list(reader, wanted); }
    std::size_t tidy(Transaction& tx, std::chrono::hours older_than);

private:
    Clock& clock_;
};

} // namespace hurtrock::audit
