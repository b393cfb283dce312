#include "scope.hpp"

#include <algorithm>

namespace hurtrock::tmpl {

std::uint16_t UnitScope::declare(std::string_view name)
{
    for (const auto& local : scopes_.back())
        if (local.name == name) return local.slot;
    constexpr std::uint16_t slots_max = 4096;
    if (unit_.locals >= slots_max) throw Fault{"the template has too many variables", Error::Kind::syntax};
    scopes_.back().push_back({name, unit_.locals});
    return unit_.locals++;
}

void UnitScope::declare_special(std::string_view name)
{
    auto* slot = name == "caller" ? &macro_->caller : name == "varargs" ? &macro_->varargs : name == "kwargs" ? &macro_->kwargs : nullptr;
    if (!slot || *slot != MacroCode::unused) return;
    for (const auto& scope : scopes_)
        for (const auto& local : scope)
            if (local.name == name) return;
    *slot = static_cast<std::uint16_t>(special_slots_ + (name == "caller" ? 0 : name == "varargs" ? 1 : 2));
    scopes_.front().push_back({name, *slot});
}

void UnitScope::collect(std::string_view name, std::uint16_t hops, std::vector<SlotReference>& found)
{
    if (macro_) declare_special(name);
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) {
        for (auto& local : *scope) {
            if (local.name != name) continue;
            local.read = true;
            found.push_back({hops, local.slot});
        }
    }
    if (outer_) outer_->collect(name, static_cast<std::uint16_t>(hops + 1), found);
}

std::vector<SlotReference> UnitScope::candidates(std::string_view name)
{
    std::vector<SlotReference> found;
    collect(name, 0, found);
    return found;
}

std::uint16_t UnitScope::free_slot(std::string_view name)
{
    const auto known = std::find(unit_.frees.begin(), unit_.frees.end(), name);
    if (known != unit_.frees.end()) return static_cast<std::uint16_t>(known - unit_.frees.begin());
    unit_.frees.push_back(name);
    return static_cast<std::uint16_t>(unit_.frees.size() - 1);
}

VisibleNames UnitScope::visible()
{
    std::vector<std::string_view> names;
    for (const auto* unit = this; unit; unit = unit->outer_)
        for (const auto& scope : unit->scopes_)
            for (const auto& local : scope)
                if (std::find(names.begin(), names.end(), local.name) == names.end()) names.push_back(local.name);
    VisibleNames visible;
    for (const auto name : names) visible.names.emplace_back(name, candidates(name));
    return visible;
}

bool UnitScope::was_read(std::string_view name) const
{
    for (const auto& local : scopes_.back())
        if (local.name == name) return local.read;
    return false;
}

} // namespace hurtrock::tmpl
