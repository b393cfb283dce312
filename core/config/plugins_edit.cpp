/// Editing config/plugins.yaml by lines. yaml-cpp forgets comments, so the file is never written from what was parsed; what
/// an edit made of it is parsed before it is kept.
#include "plugins_file.hpp"

#include "core/base/files.hpp"

#include <optional>
#include <regex>

namespace hurtrock::config {
namespace {

namespace fs = std::filesystem;

struct Lines {
    std::vector<std::string> all;
    /// The last line ends with a line break.
    bool closed{true};

    static Lines of(const std::string& text)
    {
        Lines lines{{}, text.empty() || text.back() == '\n'};
        for (std::size_t at = 0; at < text.size();) {
            const auto end = std::min(text.find('\n', at), text.size());
            lines.all.push_back(text.substr(at, end - at));
            at = end + 1;
        }
        return lines;
    }
    std::string text() const
    {
        std::string joined;
        for (const auto& line : all) joined += line + "\n";
        if (!closed && !joined.empty()) joined.pop_back();
        return joined;
    }
    void insert(std::size_t at, std::string line) { all.insert(all.begin() + static_cast<std::ptrdiff_t>(at), std::move(line)); }
};

std::size_t indent_of(const std::string& line) { return line.find_first_not_of(' '); }

bool is_content(const std::string& line)
{
    const auto at = line.find_first_not_of(" \t\r");
    return at != std::string::npos && line[at] != '#';
}

bool has_key(const std::string& line, std::string_view key)
{
    if (!is_content(line)) return false;
    const std::string_view rest = std::string_view{line}.substr(indent_of(line));
    for (const auto& written : {std::string{key}, '"' + std::string{key} + '"', '\'' + std::string{key} + '\''}) {
        if (!rest.starts_with(written)) continue;
        const auto colon = rest.find_first_not_of(' ', written.size());
        if (colon != std::string_view::npos && rest[colon] == ':') return true;
    }
    return false;
}

/// The lines of a block: those after its head that are indented deeper, up to the last that says something.
struct Block {
    std::size_t begin, end;
    /// Of its direct children; 0 when it has none.
    std::size_t indent;
};
Block block_below(const Lines& lines, std::size_t head)
{
    const auto outer = indent_of(lines.all[head]);
    Block block{head + 1, head + 1, 0};
    for (auto at = head + 1; at < lines.all.size(); ++at) {
        if (!is_content(lines.all[at])) continue;
        const auto indent = indent_of(lines.all[at]);
        if (indent <= outer) break;
        if (block.indent == 0) block.indent = indent;
        block.end = at + 1;
    }
    return block;
}

/// Among the lines that stand at exactly this indentation.
std::optional<std::size_t> find_key(const Lines& lines, std::size_t from, std::size_t to, std::size_t indent, std::string_view key)
{
    for (auto at = from; at < to; ++at)
        if (indent_of(lines.all[at]) == indent && has_key(lines.all[at], key)) return at;
    return std::nullopt;
}

/// Replaces the value behind the first colon, keeping indentation, spaces and a trailing comment. False when what stands
/// there is no single word.
bool set_value(std::string& line, const std::string& value)
{
    static const std::regex entry{R"(^(\s*(?:"[^"]*"|'[^']*'|[^:"']+?)\s*:)(\s*)([^\s#{\[&*!|>]\S*)?((?:\s+#.*|\s*)\r?)$)"};
    std::smatch parts;
    if (!std::regex_match(line, parts, entry)) return false;
    const auto space = parts[2].length() == 0 ? std::string{" "} : parts[2].str();
    line = parts[1].str() + space + value + parts[4].str();
    return true;
}

[[noreturn]] void cannot(const fs::path& path, std::size_t line, const std::string& what)
{
    throw ConfigError{path.string() + ":" + std::to_string(line + 1) + ":1: this line cannot be edited alone; " + what};
}

/// Where the entries of `plugins:` stand; makes the section when there is none.
Block plugins_section(Lines& lines, const fs::path& path)
{
    auto head = find_key(lines, 0, lines.all.size(), 0, "plugins");
    if (!head) {
        lines.all.push_back("plugins:");
        lines.closed = true;
        head = lines.all.size() - 1;
    }
    static const std::regex empty{R"(^(\S+\s*:)\s*(?:\{\s*\}|~|null)(\s*(?:#.*)?\r?)$)"};
    auto& line = lines.all[*head];
    line = std::regex_replace(line, empty, "$1$2");
    static const std::regex alone{R"(^\S+\s*:\s*(?:#.*)?\r?$)"};
    if (!std::regex_match(line, alone)) cannot(path, *head, "write one plugin a line below `plugins:`");
    return block_below(lines, *head);
}

void edit(Lines& lines, const fs::path& path, std::string_view id, const std::string& word)
{
    const auto section = plugins_section(lines, path);
    const auto indent = section.indent == 0 ? 2 : section.indent;
    const auto entry = find_key(lines, section.begin, section.end, indent, id);
    if (!entry) {
        if (section.end == lines.all.size()) lines.closed = true;
        return lines.insert(section.end, std::string(indent, ' ') + std::string{id} + ": " + word);
    }
    const auto block = block_below(lines, *entry);
    if (block.indent == 0) {
        if (!set_value(lines.all[*entry], word)) cannot(path, *entry, "write `" + std::string{id} + ": on` or `enabled: on` on a line of its own");
        return;
    }
    const auto enabled = find_key(lines, block.begin, block.end, block.indent, "enabled");
    if (!enabled) return lines.insert(*entry + 1, std::string(block.indent, ' ') + "enabled: " + word);
    if (!set_value(lines.all[*enabled], word)) cannot(path, *enabled, "write `enabled: on` or `enabled: off`");
}

std::string text_of(const fs::path& path) { return fs::exists(path) ? base::read_file(path) : std::string{}; }

} // namespace

void switch_plugin(const fs::path& path, std::string_view id, bool enabled)
{
    const auto before = text_of(path);
    YamlFile::parse(before, path.string());
    auto lines = Lines::of(before);
    edit(lines, path, id, enabled ? "on" : "off");
    const auto after = lines.text();
    const auto parsed = YamlFile::parse(after, path.string());
    const auto& choice = parsed.value()["plugins"][id];
    const auto now = choice.is_map() ? choice["enabled"].boolean(true) : choice.boolean(!enabled);
    if (now != enabled) throw ConfigError{path.string() + ": \"" + std::string{id} + "\" cannot be switched by editing a line; edit the file"};
    if (after != before) base::write_file(path, after);
}

void choose_theme(const fs::path& path, std::string_view id)
{
    const auto before = text_of(path);
    auto lines = Lines::of(before);
    const auto entry = find_key(lines, 0, lines.all.size(), 0, "theme");
    if (!entry) {
        lines.all.push_back("theme: " + std::string{id});
        lines.closed = true;
    } else if (!set_value(lines.all[*entry], std::string{id})) {
        cannot(path, *entry, "write `theme: " + std::string{id} + "`");
    }
    const auto after = lines.text();
    YamlFile::parse(after, path.string()); // never leave a file behind that cannot be read
    if (after != before) base::write_file(path, after);
}

} // namespace hurtrock::config
