/// Methods of lists and dicts. What the host gave cannot be changed; what a template made can.
#include "objects.hpp"
#include "parameters.hpp"

#include <algorithm>
#include <map>

namespace hurtrock::tmpl {
namespace {

using Methods = std::map<std::string_view, BoundMethod::Code>;

[[noreturn]] void refuse_write(const Cell& self)
{
    throw Fault{"the " + std::string{type_name(self)} + " belongs to the page and cannot be changed; copy it first"};
}

Sequence& writable_list(const Cell& self)
{
    auto* sequence = self.object_as<Sequence>();
    if (!sequence) refuse_write(self);
    return *sequence;
}

Dict& writable_dict(const Cell& self)
{
    auto* dict = self.object_as<Dict>();
    if (!dict) refuse_write(self);
    return *dict;
}

Cell append(Runtime&, const Cell& self, const Arguments& arguments)
{
    const Parameters<1> given{arguments, {"object"}, 1};
    writable_list(self).items.push_back(given.cell(0));
    return Cell::none();
}

Cell extend(Runtime& runtime, const Cell& self, const Arguments& arguments)
{
    const Parameters<1> given{arguments, {"iterable"}, 1};
    auto& list = writable_list(self);
    const auto items = items_of(runtime, given.cell(0));
    runtime.spend(items.size());
    list.items.reserve(list.items.size() + items.size());
    // A list may extend itself; reserve() may have moved its items.
    const auto source = items_of(runtime, given.cell(0));
    const auto size = source.size();
    for (std::size_t at = 0; at < size; ++at) list.items.push_back(source[at]);
    return Cell::none();
}

Cell insert(Runtime&, const Cell& self, const Arguments& arguments)
{
    const Parameters<2> given{arguments, {"index", "object"}, 2};
    auto& items = writable_list(self).items;
    const auto size = static_cast<std::int64_t>(items.size());
    auto at = given.integer(0, 0);
    at = std::clamp<std::int64_t>(at < 0 ? at + size : at, 0, size);
    items.insert(items.begin() + at, given.cell(1));
    return Cell::none();
}

Cell pop_item(Runtime&, const Cell& self, const Arguments& arguments)
{
    const Parameters<1> given{arguments, {"index"}};
    auto& items = writable_list(self).items;
    const auto size = static_cast<std::int64_t>(items.size());
    auto at = given.integer(0, -1);
    if (size == 0) throw Fault{"pop from empty list"};
    if (at < 0) at += size;
    if (at < 0 || at >= size) throw Fault{"pop index out of range"};
    const auto item = items[static_cast<std::size_t>(at)];
    items.erase(items.begin() + at);
    return item;
}

Cell remove(Runtime&, const Cell& self, const Arguments& arguments)
{
    const Parameters<1> given{arguments, {"value"}, 1};
    auto& items = writable_list(self).items;
    const auto found = std::find_if(items.begin(), items.end(), [&](const Cell& item) { return equal(item, given.cell(0)); });
    if (found == items.end()) throw Fault{"list.remove(x): x not in list"};
    items.erase(found);
    return Cell::none();
}

Cell reverse(Runtime&, const Cell& self, const Arguments& arguments)
{
    no_arguments(arguments);
    auto& items = writable_list(self).items;
    std::reverse(items.begin(), items.end());
    return Cell::none();
}

Cell sort(Runtime&, const Cell& self, const Arguments& arguments)
{
    const Parameters<1> given{arguments, {"reverse"}};
    auto& items = writable_list(self).items;
    const bool backwards = given.boolean(0, false);
    std::stable_sort(items.begin(), items.end(), [&](const Cell& a, const Cell& b) { return backwards ? compare(b, a) < 0 : compare(a, b) < 0; });
    return Cell::none();
}

Cell copy_list(Runtime& runtime, const Cell& self, const Arguments& arguments)
{
    no_arguments(arguments);
    return slice_of(runtime, self, Cell::none(), Cell::none(), Cell::none());
}

Cell index(Runtime& runtime, const Cell& self, const Arguments& arguments)
{
    const Parameters<1> given{arguments, {"value"}, 1};
    const auto items = items_of(runtime, self);
    for (std::size_t at = 0; at < items.size(); ++at)
        if (equal(items[at], given.cell(0))) return Cell::integer(static_cast<std::int64_t>(at));
    throw Fault{"the value is not in the list"};
}

Cell count(Runtime& runtime, const Cell& self, const Arguments& arguments)
{
    const Parameters<1> given{arguments, {"value"}, 1};
    const auto items = items_of(runtime, self);
    std::int64_t found = 0;
    for (std::size_t at = 0; at < items.size(); ++at) found += equal(items[at], given.cell(0)) ? 1 : 0;
    return Cell::integer(found);
}

enum class Part : std::uint8_t { keys, values, items };

template <Part Wanted>
Cell parts(Runtime& runtime, const Cell& self, const Arguments& arguments)
{
    no_arguments(arguments);
    auto* list = runtime.make_list();
    for (const auto& [key, value] : entries_of(runtime, self)) {
        if (Wanted != Part::items) {
            list->items.push_back(Wanted == Part::keys ? key : value);
            continue;
        }
        auto* pair = runtime.make_tuple();
        pair->items.assign({key, value});
        list->items.push_back(Cell::object(pair));
    }
    return Cell::object(list);
}

Cell stored(const Cell& self, const Cell& key)
{
    if (self.tag() == Tag::host_map) {
        const auto* found = key.is_text() ? self.as_host().find(key.as_text()) : nullptr;
        return found ? Cell::borrow(*found) : Cell{};
    }
    const auto* found = self.object_as<Dict>()->find(key);
    return found ? *found : Cell{};
}

Cell get(Runtime&, const Cell& self, const Arguments& arguments)
{
    const Parameters<2> given{arguments, {"key", "default"}, 1};
    const auto found = stored(self, given.cell(0));
    return found.is_set() ? found : given.cell(1);
}

Cell update(Runtime& runtime, const Cell& self, const Arguments& arguments)
{
    auto& dict = writable_dict(self);
    for (const auto& source : arguments.positional)
        for (const auto& [key, value] : entries_of(runtime, source)) dict.set(key, value);
    for (const auto& [name, value] : arguments.named) dict.set(Cell::text(name), value);
    return Cell::none();
}

Cell setdefault(Runtime&, const Cell& self, const Arguments& arguments)
{
    const Parameters<2> given{arguments, {"key", "default"}, 1};
    auto& dict = writable_dict(self);
    if (!dict.find(given.cell(0))) dict.set(given.cell(0), given.cell(1));
    return *dict.find(given.cell(0));
}

Cell pop_entry(Runtime&, const Cell& self, const Arguments& arguments)
{
    const Parameters<2> given{arguments, {"key", "default"}, 1};
    auto& dict = writable_dict(self);
    const auto found = stored(self, given.cell(0));
    if (!found.is_set()) {
        if (given.cell(1, Cell{}).is_set()) return given.cell(1);
        throw Fault{"the dict has no such key"};
    }
    std::erase_if(dict.entries, [&](const auto& entry) { return equal(entry.first, given.cell(0)); });
    return found;
}

Cell copy_dict(Runtime& runtime, const Cell& self, const Arguments& arguments)
{
    no_arguments(arguments);
    auto* copy = runtime.make_dict();
    const auto entries = entries_of(runtime, self);
    copy->entries.assign(entries.begin(), entries.end());
    return Cell::object(copy);
}

BoundMethod::Code found_in(const Methods& methods, std::string_view name)
{
    const auto found = methods.find(name);
    return found == methods.end() ? nullptr : found->second;
}

} // namespace

BoundMethod::Code find_list_method(std::string_view name, bool writable)
{
    static const Methods readers{{"copy", &copy_list}, {"count", &count}, {"index", &index}};
    static const Methods writers{{"append", &append}, {"extend", &extend}, {"insert", &insert}, {"pop", &pop_item},
                                 {"remove", &remove}, {"reverse", &reverse}, {"sort", &sort}};
    if (const auto code = found_in(readers, name)) return code;
    return writable ? found_in(writers, name) : nullptr;
}

BoundMethod::Code find_dict_method(std::string_view name)
{
    static const Methods methods{{"copy", &copy_dict}, {"get", &get}, {"items", &parts<Part::items>}, {"keys", &parts<Part::keys>},
                                 {"pop", &pop_entry}, {"setdefault", &setdefault}, {"update", &update}, {"values", &parts<Part::values>}};
    return found_in(methods, name);
}

} // namespace hurtrock::tmpl
