#include "repository.hpp"

namespace hurtrock::sample_thing::repository {
namespace {

const Query insert_note{"sample_thing.insert", "INSERT INTO sample_thing.notes (text) VALUES ($1)"};

const Query latest_notes{"sample_thing.latest", R"(
    SELECT text, written_at FROM sample_thing.notes ORDER BY id DESC LIMIT $1)"};

} // namespace

void insert(Transaction& tx, std::string_view text) { tx.run(insert_note, {text}); }

std::vector<Note> latest(Reader& reader, std::int64_t count)
{
    std::vector<Note> notes;
    for (const auto row : reader.run(latest_notes, {count})) notes.push_back({std::string{row.text("text")}, row.time("written_at")});
    return notes;
}

} // namespace hurtrock::sample_thing::repository
