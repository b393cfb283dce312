#pragma once
/// The sentences and codes that templates and sources hold, for the check that each exists in both languages.

#include <string>
#include <string_view>
#include <vector>

namespace hurtrock::cli {

struct Sentence {
    std::string text;
    int line;
};

/// {% trans %}…{% endtrans %} and _("…") as the locale files spell them: placeholders as %(name)s.
std::vector<Sentence> template_sentences(std::string_view source);

/// Literals after `Problem{`, `.code =` and `translate(` in C++.
std::vector<Sentence> source_sentences(std::string_view source);

/// Literals after `permission =` and `.can(` in C++.
std::vector<Sentence> source_permissions(std::string_view source);

/// "guest_book.no_links": what problems are called; everything else is an English sentence.
bool is_problem_code(std::string_view text);

/// Names of the %(name)s placeholders, sorted, each once.
std::vector<std::string> placeholders(std::string_view sentence);

} // namespace hurtrock::cli
