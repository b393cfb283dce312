#pragma once
/// What the A4 papers have in common: letterhead, addresses, a table that goes on over pages, "page x of y".

#include "pdf.hpp"
#include "words.hpp"

#include <functional>

namespace hurtrock::papers {

/// Lines of an address as a person writes it, without empty parts.
std::vector<std::string> address_lines(const Value& address);
/// A text with line breaks, line by line.
std::vector<std::string> split_lines(std::string_view text);

class Sheet {
public:
    static constexpr double width = 210, height = 297, margin = 15, right = width - margin, bottom = height - 20;

    struct Column {
        std::string title;
        /// The left edge, or the right one for Align::right.
        double x{0};
        Align align{Align::left};
    };

    /// The document's first page of one paper; facts are those of facts.hpp.
    Sheet(Pdf& pdf, const Words& words, const Value& facts, std::string title);

    /// Two blocks side by side: left and right lines under a heading each.
    void blocks(const std::string& left_title, const std::vector<std::string>& left, const std::string& right_title,
                const std::vector<std::string>& right_lines);
    /// Names the columns; repeated at the top of each page that rows go on to.
    void table(std::vector<Column> columns);
    /// Asks for room on the page; begins a new one, with the table's head while in_table, when there is not enough.
    void need(double millimetres, bool in_table);
    void rule();
    /// "Page 1 of 3" and the footer on all pages of this paper. Call last.
    void finish();

    Pdf& pdf() noexcept { return pdf_; }
    const Words& words() const noexcept { return words_; }
    double y{margin};

private:
    void head();
    void new_page();
    void table_head();

    Pdf& pdf_;
    const Words& words_;
    const Value& facts_;
    const std::string title_;
    const int first_page_;
    std::vector<Column> columns_;
};

} // namespace hurtrock::papers
