#pragma once
/// Cell: what an expression yields while a template runs. Sixteen plain bytes: numbers are inside, text and host data are
/// borrowed (from the context, the compiled program or the render's arena, all of which outlive the render), and things
/// only templates have (lists and dicts made in a template, macros, loop, namespaces) are Objects in the arena.

#include <hurtrock/value.hpp>

#include <cstdint>
#include <memory_resource>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace hurtrock::tmpl {

class Object;
class Runtime;

/// Why a value is undefined. Lives in the compiled program or the arena.
struct Missing {
    std::string_view name;
    /// The kind of the value that lacks the attribute; empty for a variable.
    std::string_view owner{};
    /// Overrides the sentence made from the two.
    std::string_view sentence{};
};

enum class Tag : std::uint8_t { unset, undefined, none, boolean, integer, decimal, text, host_list, host_map, object };

class Cell {
public:
    /// The mark of a slot nothing was written to yet; never seen by templates.
    constexpr Cell() noexcept : content_{.integer = 0} {}

    static Cell undefined(const Missing* reason) noexcept { return Cell{Tag::undefined, {.missing = reason}}; }
    static Cell none() noexcept { return Cell{Tag::none, {.integer = 0}}; }
    static Cell boolean(bool value) noexcept { return Cell{Tag::boolean, {.integer = value ? 1 : 0}}; }
    static Cell integer(std::int64_t value) noexcept { return Cell{Tag::integer, {.integer = value}}; }
    static Cell decimal(double value) noexcept { return Cell{Tag::decimal, {.decimal = value}}; }
    static Cell object(Object* value) noexcept { return Cell{Tag::object, {.object = value}}; }
    /// Borrows: the bytes must live as long as the render.
    static Cell text(std::string_view value, bool safe = false) noexcept
    {
        Cell cell{Tag::text, {.bytes = value.data()}};
        cell.size_ = static_cast<std::uint32_t>(value.size());
        cell.safe_ = safe;
        return cell;
    }
    /// Borrows: the Value must live, unwritten, as long as the render.
    static Cell borrow(const Value& value) noexcept;

    Tag tag() const noexcept { return tag_; }
    bool is_set() const noexcept { return tag_ != Tag::unset; }
    bool is_undefined() const noexcept { return tag_ == Tag::undefined; }
    bool is_none() const noexcept { return tag_ == Tag::none; }
    bool is_text() const noexcept { return tag_ == Tag::text; }
    bool is_safe() const noexcept { return safe_; }
    bool is_integer() const noexcept { return tag_ == Tag::integer || tag_ == Tag::boolean; }
    bool is_number() const noexcept { return is_integer() || tag_ == Tag::decimal; }

    /// Each reader requires its tag (as_integer: integer or boolean; as_decimal: any number).
    bool as_boolean() const noexcept { return content_.integer != 0; }
    std::int64_t as_integer() const noexcept { return content_.integer; }
    double as_decimal() const noexcept
    {
        return tag_ == Tag::decimal ? content_.decimal : static_cast<double>(content_.integer);
    }
    std::string_view as_text() const noexcept { return {content_.bytes, size_}; }
    const Value& as_host() const noexcept { return *content_.host; }
    const Missing& as_missing() const noexcept { return *content_.missing; }
    Object* as_object() const noexcept { return content_.object; }

    Cell as_safe() const noexcept
    {
        Cell copy = *this;
        copy.safe_ = true;
        return copy;
    }

    /// The object when it is of this class, else nullptr.
    template <class Wanted>
    Wanted* object_as() const noexcept;

private:
    union Content {
        std::int64_t integer;
        double decimal;
        const char* bytes;
        const Value* host;
        const Missing* missing;
        Object* object;
    };
    Cell(Tag tag, Content content) noexcept : tag_{tag}, content_{content} {}

    Tag tag_{Tag::unset};
    bool safe_{false};
    std::uint32_t size_{0};
    Content content_;
};

struct NamedCell {
    std::string_view name;
    Cell value;
};

/// What a macro, function, filter or test is called with.
struct Arguments {
    std::span<const Cell> positional{};
    std::span<const NamedCell> named{};
};

/// Something only templates have. Never destroyed, see Arena.
class Object {
public:
    enum class Kind : std::uint8_t { sequence, dict, space, loop, callable, module, self };

    explicit Object(Kind kind) noexcept : kind_{kind} {}
    Kind kind() const noexcept { return kind_; }

    /// How Python would call the type; used in messages.
    virtual std::string_view type_name() const noexcept = 0;
    /// unset when there is no such attribute.
    virtual Cell attribute(Runtime&, std::string_view) { return {}; }
    virtual Cell call(Runtime&, const Arguments&);
    virtual bool callable() const noexcept { return kind_ == Kind::callable; }

protected:
    ~Object() = default;

private:
    Kind kind_;
};

/// A list or tuple made by a template.
class Sequence final : public Object {
public:
    static constexpr Kind class_kind = Kind::sequence;
    Sequence(std::pmr::memory_resource* memory, bool is_tuple) : Object{Kind::sequence}, items{memory}, tuple{is_tuple} {}
    std::string_view type_name() const noexcept override { return tuple ? "tuple" : "list"; }
    Cell attribute(Runtime& runtime, std::string_view name) override;

    std::pmr::vector<Cell> items;
    bool tuple;
    /// Set on what groupby yields: item 0 is also .grouper and item 1 .list.
    bool group{false};
};

/// A dict made by a template; keeps insertion order.
class Dict final : public Object {
public:
    static constexpr Kind class_kind = Kind::dict;
    using Entry = std::pair<Cell, Cell>;
    explicit Dict(std::pmr::memory_resource* memory) : Object{Kind::dict}, entries{memory} {}
    std::string_view type_name() const noexcept override { return "dict"; }

    Cell* find(const Cell& key);
    Cell* find(std::string_view key) { return find(Cell::text(key)); }
    void set(const Cell& key, const Cell& value);

    std::pmr::vector<Entry> entries;
};

/// namespace(): the one thing a loop body can write through.
class Space final : public Object {
public:
    static constexpr Kind class_kind = Kind::space;
    explicit Space(std::pmr::memory_resource* memory) : Object{Kind::space}, fields{memory} {}
    std::string_view type_name() const noexcept override { return "Namespace"; }
    Cell attribute(Runtime& runtime, std::string_view name) override;

    Dict fields;
};

template <class Wanted>
Wanted* Cell::object_as() const noexcept
{
    if (tag_ != Tag::object || content_.object->kind() != Wanted::class_kind) return nullptr;
    return static_cast<Wanted*>(content_.object);
}

} // namespace hurtrock::tmpl
