#include "theme_check.hpp"

#include "core/base/files.hpp"

#include <algorithm>
#include <regex>

namespace hurtrock::themes {
namespace {

struct Rule {
    std::regex pattern;
    const char* message;
};

/// One line each; a tag that spans lines is joined before it is looked at.
const std::vector<Rule>& rules()
{
    static const std::vector<Rule> all{
        {std::regex{R"(<img\b(?![^>]*\bwidth=)[^>]*>)"}, "<img> without width and height moves the page while it loads"},
        {std::regex{R"(<img\b(?![^>]*\balt=)[^>]*>)"}, "<img> without alt says nothing to those who cannot see it"},
        {std::regex{R"(<style\b|\sstyle=)"}, "inline styles are refused by the content security policy; use a style sheet"},
        {std::regex{R"re(<script\b(?![^>]*(\bsrc=|type="application/ld\+json")))re"}, "inline scripts are refused by the content security policy; use a file"},
        {std::regex{R"(\son(click|load|change|submit|error|input)=)"}, "inline handlers are refused by the content security policy; use a script file"},
        {std::regex{R"re(<(script|link|img|iframe)\b[^>]*\b(src|href)="https?://)re"}, "a page must call no other host; put the file into assets/"},
        {std::regex{R"(<a\b[^>]*target="_blank"(?![^>]*rel=))"}, "target=\"_blank\" needs rel=\"noopener\""},
        {std::regex{R"re(<html\b(?![^>]*\blang=))re"}, "<html> without lang; write lang=\"{{ locale }}\""}};
    return all;
}

std::string template_name(const std::filesystem::path& relative)
{
    const auto text = relative.generic_string();
    constexpr std::string_view pages = "pages/";
    return text.starts_with(pages) ? text.substr(pages.size()) : text;
}

/// Comments and expressions hold '>' and quotes that are no HTML; they are blanked out, keeping lines and columns.
std::string without_template_code(std::string text)
{
    std::size_t at = 0;
    while ((at = text.find('{', at)) != std::string::npos && at + 1 < text.size()) {
        const char kind = text[at + 1];
        const char* closing = kind == '#' ? "#}" : kind == '{' ? "}}" : kind == '%' ? "%}" : nullptr;
        if (!closing) {
            ++at;
            continue;
        }
        const auto found = text.find(closing, at + 2);
        const auto end = found == std::string::npos ? text.size() : found + 2;
        for (; at < end; ++at)
            if (text[at] != '\n') text[at] = '_';
    }
    return text;
}

void read_html(const std::filesystem::path& file, std::vector<ThemeProblem>& problems)
{
    const auto html = without_template_code(base::read_file(file));
    for (const auto& rule : rules()) {
        for (auto match = std::sregex_iterator{html.begin(), html.end(), rule.pattern}; match != std::sregex_iterator{}; ++match) {
            const auto line = 1 + std::count(html.begin(), html.begin() + match->position(), '\n');
            problems.push_back({file.string() + ":" + std::to_string(line), rule.message});
        }
    }
}

} // namespace

ThemeReport check_theme(const std::filesystem::path& folder, const tmpl::Engine& engine)
{
    ThemeReport report;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder})
        if (entry.is_regular_file() && entry.path().extension() == ".html") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
        ++report.files;
        for (const auto& finding : engine.check(template_name(std::filesystem::relative(file, folder))))
            report.problems.push_back({file.string() + ":" + std::to_string(finding.place.line), finding.message});
        if (file.string().find("/mail/") == std::string::npos) read_html(file, report.problems);
    }
    return report;
}

} // namespace hurtrock::themes
