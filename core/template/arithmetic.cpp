/// Python's arithmetic on 64-bit integers and doubles; a result beyond 64 bits is a Fault, never a wrong number.
#include "runtime.hpp"
#include "unicode.hpp"
#include "values.hpp"

#include <cmath>

namespace hurtrock::tmpl {
namespace {

[[noreturn]] void fail_overflow() { throw Fault{"the integer result is too large"}; }
[[noreturn]] void fail_zero() { throw Fault{"division by zero"}; }

std::int64_t floor_divide(std::int64_t left, std::int64_t right)
{
    if (right == 0) fail_zero();
    if (right == -1) {
        std::int64_t result = 0;
        if (__builtin_sub_overflow(std::int64_t{0}, left, &result)) fail_overflow();
        return result;
    }
    const auto quotient = left / right;
    return (left % right != 0 && (left < 0) != (right < 0)) ? quotient - 1 : quotient;
}

std::int64_t modulo(std::int64_t left, std::int64_t right)
{
    if (right == 0) fail_zero();
    if (right == -1) return 0;
    const auto rest = left % right;
    return rest != 0 && (rest < 0) != (right < 0) ? rest + right : rest;
}

double modulo(double left, double right)
{
    if (right == 0) fail_zero();
    double rest = std::fmod(left, right);
    if (rest != 0) {
        if ((rest < 0) != (right < 0)) rest += right;
    } else {
        rest = std::copysign(0.0, right);
    }
    return rest;
}

double floor_divide(double left, double right)
{
    if (right == 0) fail_zero();
    const double rest = std::fmod(left, right);
    double quotient = (left - rest) / right;
    if (rest != 0 && (rest < 0) != (right < 0)) quotient -= 1;
    if (quotient == 0) return std::copysign(0.0, left / right);
    const double floor = std::floor(quotient);
    return quotient - floor > 0.5 ? floor + 1 : floor;
}

Cell power(std::int64_t base, std::int64_t exponent)
{
    if (exponent < 0) {
        if (base == 0) throw Fault{"0.0 cannot be raised to a negative power"};
        return Cell::decimal(std::pow(static_cast<double>(base), static_cast<double>(exponent)));
    }
    std::int64_t result = 1;
    for (bool first = true; exponent > 0; first = false) {
        if (!first && __builtin_mul_overflow(base, base, &base)) fail_overflow();
        if ((exponent & 1) != 0 && __builtin_mul_overflow(result, base, &result)) fail_overflow();
        exponent >>= 1;
        if (base == 0 || base == 1) return Cell::integer(exponent > 0 ? (result * base) : result);
    }
    return Cell::integer(result);
}

Cell decimal_power(double base, double exponent)
{
    if (base == 0 && exponent < 0) throw Fault{"0.0 cannot be raised to a negative power"};
    if (base < 0 && std::floor(exponent) != exponent) throw Fault{"a negative number has no real fractional power"};
    const double result = std::pow(base, exponent);
    if (std::isinf(result) && std::isfinite(base) && std::isfinite(exponent)) throw Fault{"the decimal result is too large"};
    return Cell::decimal(result);
}

Cell on_integers(Operator operation, std::int64_t left, std::int64_t right)
{
    std::int64_t result = 0;
    bool overflow = false;
    switch (operation) {
    case Operator::add: overflow = __builtin_add_overflow(left, right, &result); break;
    case Operator::subtract: overflow = __builtin_sub_overflow(left, right, &result); break;
    case Operator::multiply: overflow = __builtin_mul_overflow(left, right, &result); break;
    case Operator::divide:
        if (right == 0) fail_zero();
        return Cell::decimal(static_cast<double>(left) / static_cast<double>(right));
    case Operator::floor_divide: return Cell::integer(floor_divide(left, right));
    case Operator::modulo: return Cell::integer(modulo(left, right));
    case Operator::power: return power(left, right);
    }
    if (overflow) fail_overflow();
    return Cell::integer(result);
}

Cell on_decimals(Operator operation, double left, double right)
{
    switch (operation) {
    case Operator::add: return Cell::decimal(left + right);
    case Operator::subtract: return Cell::decimal(left - right);
    case Operator::multiply: return Cell::decimal(left * right);
    case Operator::divide:
        if (right == 0) fail_zero();
        return Cell::decimal(left / right);
    case Operator::floor_divide: return Cell::decimal(floor_divide(left, right));
    case Operator::modulo: return Cell::decimal(modulo(left, right));
    case Operator::power: return decimal_power(left, right);
    }
    return Cell::none();
}

Cell add_texts(Runtime& runtime, const Cell& left, const Cell& right)
{
    std::string sum;
    const bool safe = left.is_safe() || right.is_safe();
    for (const auto* part : {&left, &right}) {
        if (safe && !part->is_safe())
            append_escaped(sum, part->as_text());
        else
            sum += part->as_text();
    }
    return runtime.text(sum, safe);
}

Cell add_lists(Runtime& runtime, const Cell& left, const Cell& right)
{
    const auto* sequence = left.object_as<Sequence>();
    auto* sum = sequence && sequence->tuple ? runtime.make_tuple() : runtime.make_list();
    for (const auto* part : {&left, &right}) {
        const auto items = items_of(runtime, *part);
        for (std::size_t at = 0; at < items.size(); ++at) sum->items.push_back(items[at]);
    }
    return Cell::object(sum);
}

Cell repeat(Runtime& runtime, const Cell& what, std::int64_t times)
{
    if (what.is_text()) {
        const auto text = what.as_text();
        if (times <= 0 || text.empty()) return Cell::text({}, what.is_safe());
        if (static_cast<std::uint64_t>(times) > runtime.options.budgets.memory_bytes_max / text.size())
            throw Fault{"the template uses too much memory", Error::Kind::budget};
        const auto size = text.size() * static_cast<std::size_t>(times);
        auto* bytes = runtime.arena.array<char>(size);
        for (std::size_t at = 0; at < size; at += text.size()) std::memcpy(bytes + at, text.data(), text.size());
        return Cell::text({bytes, size}, what.is_safe());
    }
    const auto* sequence = what.object_as<Sequence>();
    auto* repeated = sequence && sequence->tuple ? runtime.make_tuple() : runtime.make_list();
    const auto items = items_of(runtime, what);
    for (std::int64_t round = 0; round < times && items.size() > 0; ++round) {
        runtime.spend(items.size());
        for (std::size_t at = 0; at < items.size(); ++at) repeated->items.push_back(items[at]);
    }
    return Cell::object(repeated);
}

bool is_tuple(const Cell& cell)
{
    const auto* sequence = cell.object_as<Sequence>();
    return sequence && sequence->tuple;
}

} // namespace

std::string_view operator_text(Operator operation) noexcept
{
    switch (operation) {
    case Operator::add: return "+";
    case Operator::subtract: return "-";
    case Operator::multiply: return "*";
    case Operator::divide: return "/";
    case Operator::floor_divide: return "//";
    case Operator::modulo: return "%";
    case Operator::power: return "**";
    }
    return "?";
}

Cell arithmetic(Runtime& runtime, Operator operation, const Cell& left, const Cell& right)
{
    if (left.is_number() && right.is_number()) {
        if (left.is_integer() && right.is_integer()) return on_integers(operation, left.as_integer(), right.as_integer());
        return on_decimals(operation, left.as_decimal(), right.as_decimal());
    }
    if (operation == Operator::modulo && left.is_text())
        return runtime.text(format_percent(runtime, left.as_text(), right, left.is_safe()), left.is_safe());
    if (left.is_undefined()) fail_undefined(left.as_missing());
    if (right.is_undefined()) fail_undefined(right.as_missing());
    if (operation == Operator::add) {
        if (left.is_text() && right.is_text()) return add_texts(runtime, left, right);
        if (is_list(left) && is_list(right) && is_tuple(left) == is_tuple(right)) return add_lists(runtime, left, right);
    }
    if (operation == Operator::multiply) {
        if ((left.is_text() || is_list(left)) && right.is_integer()) return repeat(runtime, left, right.as_integer());
        if ((right.is_text() || is_list(right)) && left.is_integer()) return repeat(runtime, right, left.as_integer());
    }
    throw Fault{"unsupported operand type(s) for " + std::string{operator_text(operation)} + ": '" +
                std::string{type_name(left)} + "' and '" + std::string{type_name(right)} + "'"};
}

Cell negate(const Cell& operand)
{
    if (operand.is_integer()) {
        std::int64_t result = 0;
        if (__builtin_sub_overflow(std::int64_t{0}, operand.as_integer(), &result)) fail_overflow();
        return Cell::integer(result);
    }
    if (operand.is_number()) return Cell::decimal(-operand.as_decimal());
    if (operand.is_undefined()) fail_undefined(operand.as_missing());
    throw Fault{"bad operand type for unary -: '" + std::string{type_name(operand)} + "'"};
}

Cell posit(const Cell& operand)
{
    if (operand.is_integer()) return Cell::integer(operand.as_integer());
    if (operand.is_number()) return operand;
    if (operand.is_undefined()) fail_undefined(operand.as_missing());
    throw Fault{"bad operand type for unary +: '" + std::string{type_name(operand)} + "'"};
}

} // namespace hurtrock::tmpl
