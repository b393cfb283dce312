/// Functions every template can call: range, dict, namespace, cycler, joiner and the translation functions.
#include "library.hpp"
#include "parameters.hpp"
#include "statements.hpp"

namespace hurtrock::tmpl {
namespace {

constexpr std::int64_t range_items_max = 100'000;

Cell range(Runtime& runtime, const Arguments& arguments)
{
    const Parameters<3> given{arguments, {"start", "stop", "step"}, 1};
    const bool only_stop = !given.cell(1, Cell{}).is_set();
    const auto start = only_stop ? 0 : given.integer(0, 0);
    const auto stop = only_stop ? given.integer(0, 0) : given.integer(1, 0);
    const auto step = given.integer(2, 1);
    if (step == 0) throw Fault{"range() arg 3 must not be zero"};
    const auto distance = static_cast<double>(step > 0 ? stop : start) - static_cast<double>(step > 0 ? start : stop);
    const auto count = distance / (step > 0 ? static_cast<double>(step) : -static_cast<double>(step));
    if (count > static_cast<double>(range_items_max))
        throw Fault{"Range too big. The sandbox blocks ranges larger than " + std::to_string(range_items_max) + ".", Error::Kind::budget};
    auto* list = runtime.make_list();
    list->items.reserve(count > 0 ? static_cast<std::size_t>(count) + 1 : 0);
    for (auto value = start; step > 0 ? value < stop : value > stop; value += step) list->items.push_back(Cell::integer(value));
    return Cell::object(list);
}

void fill(Runtime& runtime, Dict& dict, const Arguments& arguments)
{
    if (arguments.positional.size() > 1) throw Fault{"dict expected at most 1 argument"};
    if (!arguments.positional.empty()) {
        const auto& source = arguments.positional[0];
        if (is_mapping(source)) {
            for (const auto& [key, value] : entries_of(runtime, source)) dict.set(key, value);
        } else {
            const auto pairs = items_of(runtime, source);
            for (std::size_t at = 0; at < pairs.size(); ++at) {
                const auto pair = items_of(runtime, pairs[at]);
                if (pair.size() != 2) throw Fault{"dictionary update sequence element #" + std::to_string(at) + " has length " + std::to_string(pair.size()) + "; 2 is required"};
                dict.set(pair[0], pair[1]);
            }
        }
    }
    for (const auto& [name, value] : arguments.named) dict.set(Cell::text(name), value);
}

Cell dict(Runtime& runtime, const Arguments& arguments)
{
    auto* made = runtime.make_dict();
    fill(runtime, *made, arguments);
    return Cell::object(made);
}

Cell space(Runtime& runtime, const Arguments& arguments)
{
    auto* made = runtime.arena.make<Space>(runtime.arena.resource());
    fill(runtime, made->fields, arguments);
    return Cell::object(made);
}

class Cycler final : public Object {
public:
    explicit Cycler(Sequence* items) : Object{Kind::self}, items_{items} {}
    std::string_view type_name() const noexcept override { return "Cycler"; }
    Cell attribute(Runtime& runtime, std::string_view name) override
    {
        if (name == "current") return items_->items[at_];
        if (name == "next") return Cell::object(runtime.arena.make<BoundMethod>(Cell::object(this), &next));
        if (name == "reset") return Cell::object(runtime.arena.make<BoundMethod>(Cell::object(this), &reset));
        return {};
    }

private:
    static Cell next(Runtime&, const Cell& self, const Arguments&)
    {
        auto& cycler = *static_cast<Cycler*>(self.as_object());
        const auto item = cycler.items_->items[cycler.at_];
        cycler.at_ = (cycler.at_ + 1) % cycler.items_->items.size();
        return item;
    }
    static Cell reset(Runtime&, const Cell& self, const Arguments&)
    {
        static_cast<Cycler*>(self.as_object())->at_ = 0;
        return Cell::none();
    }

    Sequence* items_;
    std::size_t at_{0};
};

Cell cycler(Runtime& runtime, const Arguments& arguments)
{
    if (arguments.positional.empty()) throw Fault{"at least one item has to be provided"};
    auto* items = runtime.make_list();
    items->items.assign(arguments.positional.begin(), arguments.positional.end());
    return Cell::object(runtime.arena.make<Cycler>(items));
}

class Joiner final : public Object {
public:
    explicit Joiner(const Cell& separator) : Object{Kind::callable}, separator_{separator} {}
    std::string_view type_name() const noexcept override { return "Joiner"; }
    Cell call(Runtime&, const Arguments&) override
    {
        if (std::exchange(used_, true)) return separator_;
        return Cell::text("");
    }

private:
    Cell separator_;
    bool used_{false};
};

Cell joiner(Runtime& runtime, const Arguments& arguments)
{
    const Parameters<1> given{arguments, {"sep"}};
    return Cell::object(runtime.arena.make<Joiner>(given.cell(0, Cell::text(", "))));
}

/// The named arguments as the variables of a sentence.
Cell variables_of(Runtime& runtime, const Arguments& arguments)
{
    auto* variables = runtime.make_dict();
    for (const auto& [name, value] : arguments.named) variables->set(Cell::text(name), value);
    return Cell::object(variables);
}

std::string_view sentence(const Arguments& arguments, std::size_t at, std::size_t count)
{
    if (arguments.positional.size() != count) throw Fault{"expected " + std::to_string(count) + " argument(s) by place"};
    const auto& cell = arguments.positional[at];
    if (cell.is_undefined()) fail_undefined(cell.as_missing());
    if (!cell.is_text()) throw Fault{"a sentence to translate must be text"};
    return cell.as_text();
}

Cell gettext(Runtime& runtime, const Arguments& arguments)
{
    return translated(runtime, {{}, sentence(arguments, 0, 1), {}, 1}, variables_of(runtime, arguments));
}

Cell pgettext(Runtime& runtime, const Arguments& arguments)
{
    return translated(runtime, {sentence(arguments, 0, 2), sentence(arguments, 1, 2), {}, 1}, variables_of(runtime, arguments));
}

Cell plural(Runtime& runtime, const Arguments& arguments, Message message)
{
    const auto& number = arguments.positional.back();
    if (!number.is_integer()) throw Fault{"the count of a plural sentence must be an integer"};
    message.count = number.as_integer();
    const auto variables = variables_of(runtime, arguments);
    auto* filled = variables.object_as<Dict>();
    if (!filled->find("num")) filled->set(Cell::text("num"), number);
    return translated(runtime, message, variables);
}

Cell ngettext(Runtime& runtime, const Arguments& arguments)
{
    return plural(runtime, arguments, {{}, sentence(arguments, 0, 3), sentence(arguments, 1, 3), 1});
}

Cell npgettext(Runtime& runtime, const Arguments& arguments)
{
    return plural(runtime, arguments, {sentence(arguments, 0, 4), sentence(arguments, 1, 4), sentence(arguments, 2, 4), 1});
}

} // namespace

void add_builtin_functions(Library& library)
{
    const std::initializer_list<std::pair<const char*, BuiltinFunction>> functions{
        {"range", &range}, {"dict", &dict}, {"namespace", &space}, {"cycler", &cycler}, {"joiner", &joiner},
        {"_", &gettext}, {"gettext", &gettext}, {"ngettext", &ngettext}, {"pgettext", &pgettext}, {"npgettext", &npgettext},
    };
    for (const auto& [name, code] : functions) library.functions[name].builtin = code;
}

} // namespace hurtrock::tmpl
