#pragma once
/// Result<T>: a value, or the Problem that kept it from being made. For outcomes a caller must expect (out of stock, wrong
/// password, field missing). What ends a request (database lost, broken invariant) is an exception instead.

#include <hurtrock/value.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hurtrock {

/// Why something expected did not happen. `code` is stable, dotted and translated by the locale files ("cart.out_of_stock");
/// `field` names the form field or JSON pointer it belongs to, or is empty; `arguments` fill the placeholders of the
/// translated sentence; `details` holds further problems of the same request (one per wrong field); `status` is the HTTP
/// status an API or page answers with.
struct Problem {
    std::string code;
    std::string field{};
    Value arguments{};
    std::vector<Problem> details{};
    int status{422};
};

/// Success without a value.
struct Done {};

template <class T = Done>
class [[nodiscard]] Result {
public:
    Result(T value) : value_{std::move(value)} {}
    Result(Problem problem) : problem_{std::move(problem)} {}

    explicit operator bool() const noexcept { return value_.has_value(); }
    bool ok() const noexcept { return value_.has_value(); }

    /// Precondition: ok(). Throws std::bad_optional_access otherwise.
    T& value() { return value_.value(); }
    const T& value() const { return value_.value(); }
    T& operator*() { return value_.value(); }
    const T& operator*() const { return value_.value(); }
    T* operator->() { return &value_.value(); }
    const T* operator->() const { return &value_.value(); }

    /// Precondition: !ok().
    const Problem& problem() const noexcept { return problem_; }

private:
    std::optional<T> value_{};
    Problem problem_{};
};

} // namespace hurtrock
