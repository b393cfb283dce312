#pragma once
/// Cuts an SQL file into its statements, so that a failing one can be named by line. Knows what psql knows: quotes,
/// E'' strings, dollar quotes, both comments (nested too), parentheses and BEGIN ATOMIC bodies.

#include <string>
#include <string_view>
#include <vector>

namespace hurtrock::db
{

struct SqlStatement {
    /// Without the semicolon; a view into the split text.
    std::string_view text;
    /// Where it begins in the file, from 1.
    int line;
};

std::vector<SqlStatement> split_sql(std::string_view sql);

/// The first word in lower case: "create", "begin" …
std::string first_word(std::string_view statement);

} // namespace hurtrock::db
