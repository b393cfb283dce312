#pragma once
/// Value: the one dynamic type of the SDK. Template data, JSON bodies, event payloads and settings are all Values.
///
/// A Value is null, a boolean, an integer (64 bit), a decimal, text (UTF-8), a list or a map with text keys that keeps
/// its insertion order. Copies are cheap: lists, maps and text are shared and copied on the first write. One Value must
/// not be written from two threads at once; distinct copies may. Money never travels as a decimal: see money.hpp.

#include <hurtrock/export.hpp>

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hurtrock {

class Value;
namespace detail {
struct ValueNode;
}

class HURTROCK_API Value {
public:
    enum class Kind : std::uint8_t { null, boolean, integer, decimal, text, list, map };

    using Entry = std::pair<std::string, Value>;
    using List = std::vector<Value>;
    using Map = std::vector<Entry>;

    Value() noexcept = default;
    Value(std::nullptr_t) noexcept {}
    Value(const Value& other) noexcept;
    Value(Value&& other) noexcept;
    Value& operator=(Value other) noexcept;
    ~Value();

    template <std::same_as<bool> Boolean>
    Value(Boolean boolean) noexcept : kind_{Kind::boolean}
    {
        content_.integer = boolean ? 1 : 0;
    }
    template <std::integral Integer>
        requires(!std::same_as<Integer, bool>)
    Value(Integer integer) noexcept : kind_{Kind::integer}
    {
        content_.integer = static_cast<std::int64_t>(integer);
    }
    Value(double decimal) noexcept;
    Value(std::string text);
    Value(std::string_view text);
    Value(const char* text);
    Value(List items);
    /// A map: `Value{{"name", name}, {"price", price}}`. A repeated key keeps its first place and its last value.
    Value(std::initializer_list<std::pair<std::string_view, Value>> entries);

    static Value list(std::initializer_list<Value> items = {});
    static Value map();
    /// Text that is already HTML; templates print it unescaped. Only for markup the caller made or sanitised.
    static Value safe(std::string html);

    Kind kind() const noexcept { return kind_; }
    bool is_null() const noexcept { return kind_ == Kind::null; }
    bool is_text() const noexcept { return kind_ == Kind::text; }
    bool is_list() const noexcept { return kind_ == Kind::list; }
    bool is_map() const noexcept { return kind_ == Kind::map; }
    bool is_number() const noexcept { return kind_ == Kind::integer || kind_ == Kind::decimal; }
    bool is_safe() const noexcept { return safe_; }

    /// The readers never fail: a Value of another kind answers the fallback.
    bool boolean(bool fallback = false) const noexcept;
    std::int64_t integer(std::int64_t fallback = 0) const noexcept;
    double decimal(double fallback = 0) const noexcept;
    /// Valid while this Value lives and is not written.
    std::string_view text(std::string_view fallback = {}) const noexcept;
    /// Empty unless this is a list (a map). Valid while this Value lives and is not written.
    const List& items() const noexcept;
    const Map& entries() const noexcept;

    /// Number of items, entries or bytes; 0 for the other kinds.
    std::size_t size() const noexcept;
    bool empty() const noexcept { return size() == 0; }

    /// The entry of a map, or a null Value when there is none.
    const Value& operator[](std::string_view key) const noexcept;
    const Value* find(std::string_view key) const noexcept;
    bool has(std::string_view key) const noexcept { return find(key) != nullptr; }

    /// Writers. A null Value becomes a map (set, at) or a list (push); any other kind throws std::logic_error.
    Value& set(std::string_view key, Value value);
    Value& at(std::string_view key);
    Value& push(Value value);
    bool erase(std::string_view key);
    /// Copies every entry of another map into this one.
    Value& merge(const Value& other);

    /// Same kind and same content; an integer equals the decimal of the same value; maps compare without order.
    friend HURTROCK_API bool operator==(const Value& left, const Value& right) noexcept;

private:
    explicit Value(Kind kind, detail::ValueNode* node) noexcept;
    detail::ValueNode& own(Kind kind);

    union Content {
        std::int64_t integer;
        double decimal;
        detail::ValueNode* node;
    };
    Kind kind_{Kind::null};
    bool safe_{false};
    Content content_{0};
};

} // namespace hurtrock
