#include "mail_types.hpp"

#include <algorithm>
#include <array>

namespace hurtrock::mail {

const char* name_of(State state) noexcept
{
    static constexpr std::array names{"pending", "sent", "failed", "kept"};
    return names[static_cast<std::size_t>(state)];
}

bool is_address(std::string_view text) noexcept
{
    const auto at = text.find('@');
    if (text.size() > 254 || at == std::string_view::npos || at == 0 || at > 64 || at + 1 == text.size()) return false;
    if (text.find('@', at + 1) != std::string_view::npos) return false;
    return std::all_of(text.begin(), text.end(), [](char letter) {
        return letter > ' ' && letter < 127 && std::string_view{"<>()[],;:\"\\"}.find(letter) == std::string_view::npos;
    });
}

} // namespace hurtrock::mail
