#pragma once

#include <hurtrock/database.hpp>

namespace hurtrock::sample_thing {

struct Note {
    std::string text;
    Time written_at;
};

namespace repository {

void insert(Transaction& tx, std::string_view text);
std::vector<Note> latest(Reader& reader, std::int64_t count);

} // namespace repository
} // namespace hurtrock::sample_thing
