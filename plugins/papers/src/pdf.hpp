#pragma once
/// One PDF document. Lengths are millimetres from the top left corner, sizes of letters are points. One thread at a
/// time.
///
/// The same calls give the same bytes: nothing of the day or the machine gets in.

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace hurtrock::papers {

/// The document would take too many pages or too long.
class PaperTooLong final : public std::runtime_error {
public:
    PaperTooLong() : std::runtime_error{"the paper is too long"} {}
};

enum class Face { regular, bold };
enum class Align { left, right, centre };

struct Type {
    double size{9};
    Face face{Face::regular};
    Align align{Align::left};
    /// 0 is black, 1 is white.
    double grey{0};
};

/// What a font can be asked to draw: valid UTF-8 on one line, without control and direction characters; what lies
/// beyond the Basic Multilingual Plane (the PDF library knows no more) becomes U+25A1.
std::string printable(std::string_view text);

class Pdf {
public:
    static constexpr int pages_max = 600;
    static constexpr std::chrono::seconds time_max{8};

    /// Throws std::runtime_error when the fonts (Debian: fonts-dejavu-core) are not there.
    explicit Pdf(std::string_view title);
    ~Pdf();
    Pdf(const Pdf&) = delete;
    Pdf& operator=(const Pdf&) = delete;

    /// Begins a page. Throws PaperTooLong.
    void page(double width, double height);
    int pages() const noexcept;
    /// Goes back to a page, counted from 0.
    void select(int page) noexcept;

    /// y is the line the letters stand on. For Align::right, x is where they end.
    void text(double x, double y, std::string_view text, const Type& type = {});
    double width(std::string_view text, const Type& type) const;
    /// In lines no wider than this, broken between words and, where a word alone is too wide, inside it. What is beyond
    /// lines_max is cut with "…".
    std::vector<std::string> wrap(std::string_view text, const Type& type, double width,
                                  std::size_t lines_max = 50) const;
    /// A framed word, the frame beginning at x.
    void stamp(double x, double y, std::string_view word, double grey);

    void line(double x1, double y1, double x2, double y2, double thickness = 0.2, double grey = 0);
    void frame(double x, double y, double width, double height, double thickness = 0.3, double grey = 0);
    void fill(double x, double y, double width, double height, double grey = 0);

    /// The finished document. Call once, last. Throws std::runtime_error when the library failed at any call.
    std::string bytes();

private:
    struct Document;
    std::unique_ptr<Document> document_;
};

} // namespace hurtrock::papers
