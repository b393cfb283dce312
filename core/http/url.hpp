// Percent-encoding, query strings and paths. Strict: what cannot be decoded exactly is an error, never a guess.
// Decoded text is always valid UTF-8 and free of NUL, so it can go to the database as it is.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hurtrock::http {

// Keeps letters, digits and "-._~"; everything else becomes %XX.
std::string percent_encode(std::string_view text);

enum class Plus { literal, space }; // '+' means a space in queries and forms, itself in paths
// Nothing when an escape is malformed, or the result holds NUL or is no UTF-8.
std::optional<std::string> percent_decode(std::string_view text, Plus plus = Plus::literal);

bool is_valid_utf8(std::string_view text);

// Names and values in the order they were sent; a name may occur more than once.
class ParameterList {
public:
    using Entry = std::pair<std::string, std::string>;

    void add(std::string name, std::string value) { entries_.emplace_back(std::move(name), std::move(value)); }
    // The first value, or null. Valid as long as the list is unchanged.
    const std::string* get(std::string_view name) const;
    std::vector<std::string> all(std::string_view name) const;
    bool has(std::string_view name) const { return get(name) != nullptr; }

    const std::vector<Entry>& entries() const { return entries_; }
    bool is_empty() const { return entries_.empty(); }
    auto begin() const { return entries_.begin(); }
    auto end() const { return entries_.end(); }

private:
    std::vector<Entry> entries_;
};

inline constexpr std::size_t parameters_max = 1000;

// A query string, or a body of application/x-www-form-urlencoded. Nothing when a part cannot be decoded or there are
// more pairs than allowed. "a" is "a" with an empty value; empty pieces are skipped.
std::optional<ParameterList> parse_parameters(std::string_view text, std::size_t pairs_max = parameters_max);
std::string write_parameters(const ParameterList& parameters);

struct Target {
    std::string_view path;
    std::string_view query; // without '?'
};
Target split_target(std::string_view target);

// The decoded path with repeated slashes made one. Nothing for what has no business in a path: "." and ".." segments,
// encoded or not, encoded slashes, backslashes, control characters, text that cannot be decoded, no leading slash.
std::optional<std::string> normalise_path(std::string_view raw_path);

} // namespace hurtrock::http
