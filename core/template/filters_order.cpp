/// Filters that order and group: sort, dictsort, groupby, unique, min, max.
#include "library.hpp"
#include "parameters.hpp"

#include <algorithm>

namespace hurtrock::tmpl {
namespace {

struct Keyed {
    std::pmr::vector<Cell> keys;
    Cell item;
};

/// The values of "a,b.c" for an item, in small letters unless case matters. Without a path the item itself.
std::pmr::vector<Cell> keys_of(Runtime& runtime, const Cell& item, const Cell& paths, bool case_sensitive, const Cell& fallback = {})
{
    std::pmr::vector<Cell> keys{runtime.arena.resource()};
    const auto add = [&](const Cell& key) { keys.push_back(case_sensitive ? key : ignore_case(runtime, key)); };
    if (!paths.is_text()) {
        add(paths.is_none() ? item : attribute_path(runtime, item, paths, fallback));
        return keys;
    }
    auto rest = paths.as_text();
    while (true) {
        const auto comma = rest.find(',');
        add(attribute_path(runtime, item, Cell::text(rest.substr(0, comma)), fallback));
        if (comma == std::string_view::npos) return keys;
        rest.remove_prefix(comma + 1);
    }
}

bool before(const Keyed& left, const Keyed& right)
{
    for (std::size_t at = 0; at < left.keys.size(); ++at) {
        if (left.keys.size() > 1 && equal(left.keys[at], right.keys[at])) continue;
        const int order = compare(left.keys[at], right.keys[at]);
        if (order != 0) return order < 0;
    }
    return false;
}

void sort_stable(Runtime& runtime, std::pmr::vector<Keyed>& entries, bool reverse)
{
    runtime.spend(entries.size() * 4);
    // Python's reverse keeps equal items in their order too.
    if (reverse)
        std::stable_sort(entries.begin(), entries.end(), [](const Keyed& a, const Keyed& b) { return before(b, a); });
    else
        std::stable_sort(entries.begin(), entries.end(), before);
}

Cell sort(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    const Parameters<3> given{arguments, {"reverse", "case_sensitive", "attribute"}};
    const auto items = items_of(runtime, input);
    std::pmr::vector<Keyed> entries{runtime.arena.resource()};
    entries.reserve(items.size());
    for (std::size_t at = 0; at < items.size(); ++at)
        entries.push_back({keys_of(runtime, items[at], given.cell(2), given.boolean(1, false)), items[at]});
    sort_stable(runtime, entries, given.boolean(0, false));
    auto* sorted = runtime.make_list();
    for (const auto& entry : entries) sorted->items.push_back(entry.item);
    return Cell::object(sorted);
}

Cell dictsort(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    const Parameters<3> given{arguments, {"case_sensitive", "by", "reverse"}};
    const auto by = given.text(1, "key");
    if (by != "key" && by != "value") throw Fault{"You can only sort by either \"key\" or \"value\""};
    std::pmr::vector<Keyed> entries{runtime.arena.resource()};
    for (const auto& [key, value] : entries_of(runtime, input)) {
        auto* pair = runtime.make_tuple();
        pair->items.assign({key, value});
        entries.push_back({keys_of(runtime, by == "key" ? key : value, Cell::none(), given.boolean(0, false)), Cell::object(pair)});
    }
    sort_stable(runtime, entries, given.boolean(2, false));
    auto* sorted = runtime.make_list();
    for (const auto& entry : entries) sorted->items.push_back(entry.item);
    return Cell::object(sorted);
}

Cell groupby(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    const Parameters<3> given{arguments, {"attribute", "default", "case_sensitive"}, 1};
    const bool case_sensitive = given.boolean(2, false);
    const auto items = items_of(runtime, input);
    std::pmr::vector<Keyed> entries{runtime.arena.resource()};
    for (std::size_t at = 0; at < items.size(); ++at)
        entries.push_back({{{case_sensitive ? attribute_path(runtime, items[at], given.cell(0), given.cell(1))
                                            : ignore_case(runtime, attribute_path(runtime, items[at], given.cell(0), given.cell(1)))},
                            runtime.arena.resource()},
                           items[at]});
    sort_stable(runtime, entries, false);
    auto* groups = runtime.make_list();
    Sequence* members = nullptr;
    for (std::size_t at = 0; at < entries.size(); ++at) {
        if (at == 0 || !equal(entries[at - 1].keys[0], entries[at].keys[0])) {
            members = runtime.make_list();
            auto* group = runtime.make_tuple();
            group->group = true;
            group->items.assign({attribute_path(runtime, entries[at].item, given.cell(0), given.cell(1)), Cell::object(members)});
            groups->items.push_back(Cell::object(group));
        }
        members->items.push_back(entries[at].item);
    }
    return Cell::object(groups);
}

Cell unique(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    const Parameters<2> given{arguments, {"case_sensitive", "attribute"}};
    const auto items = items_of(runtime, input);
    auto* seen = runtime.make_list();
    auto* kept = runtime.make_list();
    for (std::size_t at = 0; at < items.size(); ++at) {
        auto key = given.given(1) ? attribute_path(runtime, items[at], given.cell(1)) : items[at];
        if (!given.boolean(0, false)) key = ignore_case(runtime, key);
        if (!is_hashable(key)) throw Fault{"unhashable type: '" + std::string{type_name(key)} + "'"};
        runtime.spend(seen->items.size() + 1);
        if (std::any_of(seen->items.begin(), seen->items.end(), [&](const Cell& known) { return equal(known, key); })) continue;
        seen->items.push_back(key);
        kept->items.push_back(items[at]);
    }
    return Cell::object(kept);
}

template <int Wanted>
Cell extreme(Runtime& runtime, const Cell& input, const Arguments& arguments)
{
    const Parameters<2> given{arguments, {"case_sensitive", "attribute"}};
    const auto items = items_of(runtime, input);
    if (items.size() == 0) return runtime.make_undefined({}, {}, "No aggregated item, sequence was empty.");
    runtime.spend(items.size());
    const auto key_of = [&](const Cell& item) {
        const auto key = given.given(1) ? attribute_path(runtime, item, given.cell(1)) : item;
        return given.boolean(0, false) ? key : ignore_case(runtime, key);
    };
    auto best = items[0];
    auto best_key = key_of(best);
    for (std::size_t at = 1; at < items.size(); ++at) {
        const auto key = key_of(items[at]);
        if (compare(key, best_key) != Wanted) continue;
        best = items[at];
        best_key = key;
    }
    return best;
}

} // namespace

void add_order_filters(Library& library)
{
    const std::initializer_list<std::pair<const char*, BuiltinFilter>> filters{
        {"dictsort", &dictsort}, {"groupby", &groupby}, {"max", &extreme<1>}, {"min", &extreme<-1>}, {"sort", &sort}, {"unique", &unique},
    };
    for (const auto& [name, code] : filters) library.filters[name].builtin = code;
}

} // namespace hurtrock::tmpl
