#include "notes.hpp"

namespace hurtrock::sample_thing {

bool holds_link(std::string_view text)
{
    return text.find("://") != std::string_view::npos || text.find("www.") != std::string_view::npos;
}

Result<Done> Notes::add(std::string_view text)
{
    if (holds_link(text)) return Problem{"sample_thing.no_links", "text"};
    return database_.transaction("sample_thing.add", [&](Transaction& tx) -> Result<Done> {
        repository::insert(tx, text);
        return Done{};
    });
}

std::vector<Note> Notes::latest() const
{
    constexpr std::int64_t shown = 20;
    return repository::latest(database_, shown);
}

} // namespace hurtrock::sample_thing
