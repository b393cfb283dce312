#pragma once
/// FormReader: reads and checks the fields of a form, collecting every problem before the handler answers.
///
///     FormReader form{request};
///     const auto name = form.text("name", {.required = true, .length_max = 80});
///     const auto quantity = form.integer("quantity", {.min = 1, .max = 99});
///     if (!form.ok()) return page("…", {{"form", form.echo()}, {"errors", form.errors()}}).status(422);

#include <hurtrock/request.hpp>

namespace hurtrock {

struct TextRule {
    bool required{false};
    std::size_t length_min{0};
    /// In code points.
    std::size_t length_max{200};
    /// Keeps line breaks; otherwise they are a problem like every other control character.
    bool multiline{false};
};

struct IntegerRule {
    bool required{true};
    std::int64_t min{0};
    std::int64_t max{1'000'000'000};
    std::int64_t fallback{0};
};

class HURTROCK_API FormReader {
public:
    explicit FormReader(const Request& request) : request_{request} {}

    /// Trimmed; problems "form.required", "form.too_short", "form.too_long", "form.control_character".
    std::string text(std::string_view field, TextRule rule = {});
    /// Lower-cased; problem "form.email".
    std::string email(std::string_view field);
    /// In any usual Indonesian spelling, returned as E.164 "+62812…"; other countries with "+". Problem "form.phone".
    std::string phone(std::string_view field, bool required = true);
    /// Plain digits, dots as thousands and a leading "Rp" accepted. Problems "form.number", "form.too_small", "form.too_large".
    std::int64_t integer(std::string_view field, IntegerRule rule = {});
    bool checkbox(std::string_view field) const;
    /// One of the given keys. Problem "form.choice".
    std::string choice(std::string_view field, const std::vector<std::string>& choices);

    /// Adds a problem found elsewhere, for instance by a service.
    void refuse(Problem problem);
    bool ok() const noexcept { return problems_.empty(); }
    /// All problems as one: code "form.invalid" with the details.
    Problem problem() const;

    /// {field: translated sentence} for the template.
    Value errors() const;
    /// {field: what the visitor typed}, without fields whose name contains "password".
    Value echo() const;

private:
    const Request& request_;
    std::vector<Problem> problems_;
};

/// "+6281234567890" from any usual spelling, or nullopt. Mobile numbers start with 8 after the country code and have 8 to 12
/// more digits; landlines keep their area code.
HURTROCK_API std::optional<std::string> normalised_phone(std::string_view typed);

/// {field: translated sentence} from a problem with details (or a single problem with a field).
HURTROCK_API Value translated_errors(const Request& request, const Problem& problem);

} // namespace hurtrock
