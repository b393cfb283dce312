#include "page_sources.hpp"

#include <algorithm>

namespace hurtrock::web {

bool PageSources::empty() const noexcept
{
    return std::all_of(sources_.begin(), sources_.end(), [](const auto& one) { return one.empty(); });
}

std::string PageSources::list(PageSource what) const
{
    std::string list;
    for (const auto& source : sources_[index_of(what)])
        list += " " + source;
    return list;
}

} // namespace hurtrock::web
