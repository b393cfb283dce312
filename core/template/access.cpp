/// Attributes, items and slices.
#include "runtime.hpp"
#include "unicode.hpp"
#include "values.hpp"

namespace hurtrock::tmpl {
namespace {

Cell undefined_attribute(Runtime& runtime, const Cell& object, std::string_view name, const Missing* missing)
{
    if (missing && missing->owner == type_name(object)) return Cell::undefined(missing);
    return runtime.make_undefined(runtime.arena.copy(name), type_name(object));
}

/// Python's index rule: negative counts from the end. No value when outside.
std::optional<std::size_t> index_in(std::int64_t index, std::size_t size)
{
    const auto length = static_cast<std::int64_t>(size);
    if (index < 0) index += length;
    if (index < 0 || index >= length) return std::nullopt;
    return static_cast<std::size_t>(index);
}

std::string_view character_at(std::string_view text, std::size_t index)
{
    auto at = unicode::offset_of(text, index);
    const auto begin = at;
    if (at < text.size()) unicode::next(text, at);
    return text.substr(begin, at - begin);
}

Cell undefined_item(Runtime& runtime, const Cell& object, const Cell& key)
{
    if (key.is_text()) return undefined_attribute(runtime, object, key.as_text(), nullptr);
    std::string sentence = std::string{type_name(object)} + " object has no element ";
    print_repr(sentence, key);
    return runtime.make_undefined({}, {}, runtime.arena.copy(sentence));
}

/// Start, stop and step of a slice over `size` items, by the rules of Python's slice.indices.
struct Range {
    std::int64_t start, stop, step;
};

std::int64_t slice_part(const Cell& cell)
{
    if (!cell.is_integer()) {
        if (cell.is_undefined()) fail_undefined(cell.as_missing());
        throw Fault{"slice indices must be integers or None or have an __index__ method"};
    }
    return cell.as_integer();
}

Range slice_range(std::int64_t size, const Cell& start, const Cell& stop, const Cell& step)
{
    Range range{0, 0, step.is_none() ? 1 : slice_part(step)};
    if (range.step == 0) throw Fault{"slice step cannot be zero"};
    const std::int64_t low = range.step < 0 ? -1 : 0;
    const std::int64_t high = range.step < 0 ? size - 1 : size;
    const auto clamp = [&](const Cell& part, std::int64_t fallback) {
        if (part.is_none()) return fallback;
        auto at = slice_part(part);
        if (at < 0) {
            at += size;
            return at < low ? low : at;
        }
        return at > high ? high : at;
    };
    range.start = clamp(start, range.step < 0 ? high : low);
    range.stop = clamp(stop, range.step < 0 ? low : high);
    return range;
}

template <class Take>
void walk(const Range& range, Take take)
{
    if (range.step > 0) {
        for (auto at = range.start; at < range.stop;) {
            take(static_cast<std::size_t>(at));
            if (range.stop - at <= range.step) return;
            at += range.step;
        }
        return;
    }
    for (auto at = range.start; at > range.stop;) {
        take(static_cast<std::size_t>(at));
        if (range.stop - at >= range.step) return;
        at += range.step;
    }
}

} // namespace

Cell attribute_of(Runtime& runtime, const Cell& object, std::string_view name, const Missing* missing)
{
    switch (object.tag()) {
    case Tag::undefined: fail_undefined(object.as_missing());
    case Tag::host_map:
        if (const auto* found = object.as_host().find(name)) return Cell::borrow(*found);
        break;
    case Tag::object: {
        if (auto* dict = object.object_as<Dict>()) {
            if (const auto* found = dict->find(name)) return *found;
            break;
        }
        if (const auto found = object.as_object()->attribute(runtime, name); found.is_set()) return found;
        break;
    }
    default: break;
    }
    if (const auto method = method_of(runtime, object, name); method.is_set()) return method;
    return undefined_attribute(runtime, object, name, missing);
}

Cell item_of(Runtime& runtime, const Cell& object, const Cell& key)
{
    if (object.is_undefined()) fail_undefined(object.as_missing());
    if (object.tag() == Tag::host_map && key.is_text()) {
        if (const auto* found = object.as_host().find(key.as_text())) return Cell::borrow(*found);
    } else if (auto* dict = object.object_as<Dict>()) {
        if (const auto* found = dict->find(key)) return *found;
    } else if (key.is_integer() && is_list(object)) {
        const auto items = items_of(runtime, object);
        if (const auto at = index_in(key.as_integer(), items.size())) return items[*at];
    } else if (key.is_integer() && object.is_text()) {
        const auto text = object.as_text();
        if (const auto at = index_in(key.as_integer(), unicode::length(text)))
            return Cell::text(character_at(text, *at), object.is_safe());
    }
    if (key.is_text()) {
        if (object.tag() == Tag::object)
            if (const auto found = object.as_object()->attribute(runtime, key.as_text()); found.is_set()) return found;
        if (const auto method = method_of(runtime, object, key.as_text()); method.is_set()) return method;
    }
    return undefined_item(runtime, object, key);
}

Cell slice_of(Runtime& runtime, const Cell& object, const Cell& start, const Cell& stop, const Cell& step)
{
    if (object.is_text()) {
        const auto text = object.as_text();
        const auto range = slice_range(length_of(object), start, stop, step);
        if (range.step == 1) {
            if (range.start >= range.stop) return Cell::text({}, object.is_safe());
            const auto begin = unicode::offset_of(text, static_cast<std::size_t>(range.start));
            const auto size = unicode::offset_of(text.substr(begin), static_cast<std::size_t>(range.stop - range.start));
            return Cell::text(text.substr(begin, size), object.is_safe());
        }
        const auto characters = items_of(runtime, object);
        std::string picked;
        walk(range, [&](std::size_t at) { picked += characters[at].as_text(); });
        return runtime.text(picked, object.is_safe());
    }
    if (is_list(object)) {
        const auto items = items_of(runtime, object);
        const auto* sequence = object.object_as<Sequence>();
        auto* picked = sequence && sequence->tuple ? runtime.make_tuple() : runtime.make_list();
        walk(slice_range(static_cast<std::int64_t>(items.size()), start, stop, step),
             [&](std::size_t at) { picked->items.push_back(items[at]); });
        return Cell::object(picked);
    }
    if (object.is_undefined()) fail_undefined(object.as_missing());
    if (is_mapping(object)) throw Fault{"unhashable type: 'slice'"};
    return runtime.make_undefined({}, {}, "the value cannot be sliced");
}

} // namespace hurtrock::tmpl
