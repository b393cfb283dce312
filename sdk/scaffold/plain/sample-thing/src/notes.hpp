#pragma once

#include "repository.hpp"

namespace hurtrock::sample_thing {

inline constexpr std::size_t note_length_max = 200;

/// Whether a text tries to lead its reader elsewhere.
bool holds_link(std::string_view text);

/// The rules, and the transactions that make them true. Thread-safe.
class Notes {
public:
    explicit Notes(Database& database) : database_{database} {}

    /// Problem "sample_thing.no_links".
    Result<Done> add(std::string_view text);
    /// The newest first, at most 20.
    std::vector<Note> latest() const;

private:
    Database& database_;
};

} // namespace hurtrock::sample_thing
