#pragma once
/// What goes wrong while a template is compiled or rendered, told so that its author finds the place.

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace hurtrock::tmpl {

/// Where in a template something is. Lines and columns count from 1; columns count bytes.
struct Place {
    std::string name;
    std::string path;
    std::uint32_t line{0};
    std::uint32_t column{0};
};

/// A template that cannot be found, compiled or rendered. what() is the whole report: message, place and source excerpt.
class Error : public std::runtime_error {
public:
    enum class Kind : std::uint8_t { not_found, syntax, runtime, budget };

    Error(Kind kind, std::string message, Place place, std::string excerpt);

    Kind kind() const noexcept { return kind_; }
    /// One sentence without the place.
    const std::string& message() const noexcept { return message_; }
    const Place& place() const noexcept { return place_; }
    /// The lines around the place with a caret under the column; empty when the source is not known.
    const std::string& excerpt() const noexcept { return excerpt_; }

private:
    Kind kind_;
    std::string message_;
    Place place_;
    std::string excerpt_;
};

/// Thrown inside the library where the place is not at hand; the engine turns it into an Error with one.
class Fault : public std::runtime_error {
public:
    explicit Fault(const std::string& message, Error::Kind kind = Error::Kind::runtime)
        : std::runtime_error{message}, kind_{kind}
    {
    }
    Error::Kind kind() const noexcept { return kind_; }

private:
    Error::Kind kind_;
};

/// Two lines before the place, its own line, and a caret under the column.
std::string source_excerpt(std::string_view source, std::uint32_t line, std::uint32_t column);

/// " Did you mean 'x'?" for the closest name, or nothing when none is close.
template <class Names>
std::string suggestion_for(std::string_view wrong, const Names& names);

/// Number of single-character edits (insert, delete, replace, swap of neighbours) between two names.
std::size_t edit_distance(std::string_view left, std::string_view right);

template <class Names>
std::string suggestion_for(std::string_view wrong, const Names& names)
{
    const std::size_t tolerated = wrong.size() <= 3 ? 1 : wrong.size() / 3 + 1;
    std::size_t best_distance = tolerated + 1;
    std::string best;
    for (const auto& name : names) {
        const auto distance = edit_distance(wrong, name);
        if (distance < best_distance && distance < wrong.size()) {
            best_distance = distance;
            best = name;
        }
    }
    return best.empty() ? std::string{} : " Did you mean '" + best + "'?";
}

} // namespace hurtrock::tmpl
