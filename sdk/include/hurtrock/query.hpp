#pragma once
/// Query and Param: a named SQL statement, and what it is given.

#include <hurtrock/clock.hpp>
#include <hurtrock/ids.hpp>
#include <hurtrock/value.hpp>

#include <optional>
#include <string>
#include <vector>

namespace hurtrock {

/// One SQL statement with a name ("plugin.what_it_does") that shows up in logs, metrics and pg_stat_statements. Define it as
/// a namespace-scope constant directly above the function that runs it. It is prepared on first use on each connection; a
/// test prepares every Query of every plugin. Parameters are $1, $2 …; add casts where PostgreSQL cannot infer the type.
class Query {
public:
    Query(const char* name, const char* sql) noexcept : name_{name}, sql_{sql}, next_{head()} { head() = this; }
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    const char* name() const noexcept { return name_; }
    const char* sql() const noexcept { return sql_; }

    /// The list of this library's queries, for the host's checks.
    const Query* next() const noexcept { return next_; }
    HURTROCK_LOCAL static const Query*& head() noexcept
    {
        static const Query* first = nullptr;
        return first;
    }

private:
    const char* name_;
    const char* sql_;
    const Query* next_;
};

/// A statement's argument, in PostgreSQL's text form; made implicitly from the types below.
class HURTROCK_API Param {
public:
    Param(std::nullptr_t) {}
    Param(std::string text) : text_{std::move(text)} {}
    Param(std::string_view text) : text_{std::string{text}} {}
    Param(const char* text) : text_{std::string{text}} {}
    template <std::same_as<bool> Boolean>
    Param(Boolean boolean) : text_{boolean ? "true" : "false"}
    {
    }
    template <std::integral Integer>
        requires(!std::same_as<Integer, bool>)
    Param(Integer integer) : text_{std::to_string(integer)}
    {
    }
    Param(double decimal);
    template <class Tag>
    Param(Id<Tag> id) : text_{std::to_string(id.value)}
    {
    }
    Param(Time time) : text_{to_rfc3339(time)} {}
    /// As jsonb (cast the parameter: $3::jsonb).
    Param(const Value& json);
    /// As an array literal: `= ANY($1::bigint[])`.
    Param(const std::vector<std::int64_t>& integers);
    Param(const std::vector<std::string>& texts);
    template <class Type>
    Param(const std::optional<Type>& optional)
    {
        if (optional) text_ = Param{*optional}.text();
    }
    /// NULL for a null Param.
    const std::optional<std::string>& text() const noexcept { return text_; }

private:
    std::optional<std::string> text_{};
};

} // namespace hurtrock
