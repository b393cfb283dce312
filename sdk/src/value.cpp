#include <hurtrock/value.hpp>

#include <atomic>
#include <stdexcept>

namespace hurtrock {
namespace detail {

/// Shared storage behind text, list and map. The reference count is the only part written while shared.
struct ValueNode {
    std::atomic<std::uint32_t> references{1};
    std::string text;
    Value::List items;
    Value::Map entries;
};

} // namespace detail

namespace {

using detail::ValueNode;

bool uses_node(Value::Kind kind) noexcept
{
    return kind == Value::Kind::text || kind == Value::Kind::list || kind == Value::Kind::map;
}

void release(ValueNode* node) noexcept
{
    if (node->references.fetch_sub(1, std::memory_order_acq_rel) == 1) delete node;
}

const Value null_value{};
const Value::List no_items{};
const Value::Map no_entries{};

Value* find_entry(Value::Map& entries, std::string_view key) noexcept
{
    for (auto& [name, value] : entries)
        if (name == key) return &value;
    return nullptr;
}

} // namespace

Value::Value(Kind kind, ValueNode* node) noexcept : kind_{kind} { content_.node = node; }

Value::Value(const Value& other) noexcept : kind_{other.kind_}, safe_{other.safe_}, content_{other.content_}
{
    if (uses_node(kind_)) content_.node->references.fetch_add(1, std::memory_order_relaxed);
}

Value::Value(Value&& other) noexcept : kind_{other.kind_}, safe_{other.safe_}, content_{other.content_}
{
    other.kind_ = Kind::null;
    other.safe_ = false;
}

Value& Value::operator=(Value other) noexcept
{
    std::swap(kind_, other.kind_);
    std::swap(safe_, other.safe_);
    std::swap(content_, other.content_);
    return *this;
}

Value::~Value()
{
    if (uses_node(kind_)) release(content_.node);
}

Value::Value(double decimal) noexcept : kind_{Kind::decimal} { content_.decimal = decimal; }

Value::Value(std::string text) : kind_{Kind::text}
{
    content_.node = new ValueNode;
    content_.node->text = std::move(text);
}

Value::Value(std::string_view text) : Value{std::string{text}} {}
Value::Value(const char* text) : Value{std::string{text}} {}

Value::Value(List items) : kind_{Kind::list}
{
    content_.node = new ValueNode;
    content_.node->items = std::move(items);
}

Value::Value(std::initializer_list<std::pair<std::string_view, Value>> entries) : Value{map()}
{
    content_.node->entries.reserve(entries.size());
    for (const auto& [key, value] : entries) set(key, value);
}

Value Value::list(std::initializer_list<Value> items) { return Value{List{items}}; }
Value Value::map() { return Value{Kind::map, new ValueNode}; }

Value Value::safe(std::string html)
{
    Value value{std::move(html)};
    value.safe_ = true;
    return value;
}

bool Value::boolean(bool fallback) const noexcept { return kind_ == Kind::boolean ? content_.integer != 0 : fallback; }

std::int64_t Value::integer(std::int64_t fallback) const noexcept
{
    return kind_ == Kind::integer ? content_.integer : fallback;
}

double Value::decimal(double fallback) const noexcept
{
    if (kind_ == Kind::decimal) return content_.decimal;
    return kind_ == Kind::integer ? static_cast<double>(content_.integer) : fallback;
}

std::string_view Value::text(std::string_view fallback) const noexcept
{
    return kind_ == Kind::text ? std::string_view{content_.node->text} : fallback;
}

const Value::List& Value::items() const noexcept { return kind_ == Kind::list ? content_.node->items : no_items; }
const Value::Map& Value::entries() const noexcept { return kind_ == Kind::map ? content_.node->entries : no_entries; }

std::size_t Value::size() const noexcept
{
    switch (kind_) {
    case Kind::text: return content_.node->text.size();
    case Kind::list: return content_.node->items.size();
    case Kind::map: return content_.node->entries.size();
    default: return 0;
    }
}

const Value* Value::find(std::string_view key) const noexcept
{
    return kind_ == Kind::map ? find_entry(content_.node->entries, key) : nullptr;
}

const Value& Value::operator[](std::string_view key) const noexcept
{
    const auto* found = find(key);
    return found ? *found : null_value;
}

/// Makes this Value the only owner of its storage, turning null into an empty list or map first.
ValueNode& Value::own(Kind kind)
{
    if (kind_ == Kind::null) {
        content_.node = new ValueNode;
        kind_ = kind;
    }
    if (kind_ != kind) throw std::logic_error{"hurtrock::Value: wrote a value of another kind"};
    if (content_.node->references.load(std::memory_order_acquire) != 1) {
        auto copy = new ValueNode;
        copy->items = content_.node->items;
        copy->entries = content_.node->entries;
        release(std::exchange(content_.node, copy));
    }
    return *content_.node;
}

Value& Value::at(std::string_view key)
{
    auto& entries = own(Kind::map).entries;
    if (auto* found = find_entry(entries, key)) return *found;
    return entries.emplace_back(std::string{key}, Value{}).second;
}

Value& Value::set(std::string_view key, Value value)
{
    at(key) = std::move(value);
    return *this;
}

Value& Value::push(Value value)
{
    own(Kind::list).items.push_back(std::move(value));
    return *this;
}

bool Value::erase(std::string_view key)
{
    if (!has(key)) return false;
    std::erase_if(own(Kind::map).entries, [&](const Entry& entry) { return entry.first == key; });
    return true;
}

Value& Value::merge(const Value& other)
{
    for (const auto& [key, value] : other.entries()) set(key, value);
    return *this;
}

bool operator==(const Value& left, const Value& right) noexcept
{
    if (left.is_number() && right.is_number()) {
        if (left.kind_ == right.kind_ && left.kind_ == Value::Kind::integer)
            return left.content_.integer == right.content_.integer;
        return left.decimal() == right.decimal();
    }
    if (left.kind_ != right.kind_) return false;
    switch (left.kind_) {
    case Value::Kind::boolean: return left.content_.integer == right.content_.integer;
    case Value::Kind::text: return left.text() == right.text();
    case Value::Kind::list: return left.items() == right.items();
    case Value::Kind::map: break;
    default: return true;
    }
    if (left.size() != right.size()) return false;
    for (const auto& [key, value] : left.entries()) {
        const auto* other = right.find(key);
        if (!other || !(*other == value)) return false;
    }
    return true;
}

} // namespace hurtrock
