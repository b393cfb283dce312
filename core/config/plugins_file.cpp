#include "plugins_file.hpp"

#include "core/base/files.hpp"
#include "core/base/suggest.hpp"

#include <regex>
#include <sstream>

namespace hurtrock::config {
namespace {

PluginChoice read_choice(const YamlFile& file, const std::string& id, const Value& value)
{
    const auto path = "plugins/" + id;
    if (value.kind() == Value::Kind::boolean) return {id, value.boolean(), {}};
    if (!value.is_map()) file.fail(path, "\"" + id + "\" must be on, off, or a map with `enabled: on`");
    const std::vector<std::string> known{"enabled", "settings"};
    for (const auto& [key, entry] : value.entries())
        if (key != "enabled" && key != "settings")
            file.fail(path + "/" + key, "unknown entry \"" + key + "\"" + base::did_you_mean(key, known));
    const auto& enabled = value["enabled"];
    if (!enabled.is_null() && enabled.kind() != Value::Kind::boolean) file.fail(path + "/enabled", "enabled must be on or off");
    if (!value["settings"].is_null() && !value["settings"].is_map()) file.fail(path + "/settings", "settings must be a map");
    return {id, enabled.boolean(true), value["settings"]};
}

std::vector<std::string> lines_of(const std::filesystem::path& path)
{
    std::vector<std::string> lines;
    if (!std::filesystem::exists(path)) return lines;
    std::istringstream text{base::read_file(path)};
    for (std::string line; std::getline(text, line);) lines.push_back(line);
    return lines;
}

void save(const std::filesystem::path& path, const std::vector<std::string>& lines)
{
    std::string text;
    for (const auto& line : lines) text += line + "\n";
    YamlFile::parse(text, path.string()); // never leave a file behind that cannot be read
    base::write_file(path, text);
}

std::size_t indent_of(const std::string& line) { return line.find_first_not_of(' '); }
bool is_content(const std::string& line)
{
    const auto at = indent_of(line);
    return at != std::string::npos && line[at] != '#';
}

/// Replaces the value behind "key:" on a line, keeping indentation, the space and a trailing comment.
std::string with_value(const std::string& line, const std::string& value)
{
    static const std::regex entry{R"(^(\s*[^:]+:\s*)(\S+|)(\s*(#.*)?)$)"};
    return std::regex_replace(line, entry, "$1" + value + "$3");
}

/// First line after `from` that is no longer inside the block indented deeper than `indent`.
std::size_t end_of_block(const std::vector<std::string>& lines, std::size_t from, std::size_t indent)
{
    auto last_content = from;
    for (auto at = from; at < lines.size(); ++at) {
        if (!is_content(lines[at])) continue;
        if (indent_of(lines[at]) <= indent) break;
        last_content = at + 1;
    }
    return last_content;
}

std::size_t find_key(const std::vector<std::string>& lines, std::size_t from, std::size_t to, std::string_view key)
{
    for (auto at = from; at < to; ++at) {
        const auto start = indent_of(lines[at]);
        if (start == std::string::npos || lines[at].compare(start, key.size(), key) != 0) continue;
        if (lines[at].substr(start + key.size()).starts_with(":")) return at;
    }
    return to;
}

} // namespace

PluginsFile PluginsFile::load(const std::filesystem::path& path)
{
    PluginsFile file;
    if (!std::filesystem::exists(path)) return file;
    file.yaml_ = YamlFile::load(path);
    const auto& root = file.yaml_.value();
    const std::vector<std::string> known{"plugins", "theme"};
    for (const auto& [key, value] : root.entries())
        if (key != "plugins" && key != "theme")
            file.yaml_.fail(key, "unknown entry \"" + key + "\"" + base::did_you_mean(key, known));
    if (!root["plugins"].is_null() && !root["plugins"].is_map()) file.yaml_.fail("plugins", "plugins must be a map");
    for (const auto& [id, value] : root["plugins"].entries()) file.plugins_.push_back(read_choice(file.yaml_, id, value));
    if (const auto& theme = root["theme"]; theme.is_text()) file.theme_ = theme.text();
    return file;
}

const PluginChoice* PluginsFile::find(std::string_view id) const noexcept
{
    for (const auto& choice : plugins_)
        if (choice.id == id) return &choice;
    return nullptr;
}

void switch_plugin(const std::filesystem::path& path, std::string_view id, bool enabled)
{
    auto lines = lines_of(path);
    const std::string word = enabled ? "on" : "off";
    auto section = find_key(lines, 0, lines.size(), "plugins");
    if (section == lines.size()) lines.push_back("plugins:");
    const auto section_end = end_of_block(lines, section + 1, indent_of(lines[section]));
    const auto entry = find_key(lines, section + 1, section_end, id);
    if (entry == section_end) {
        lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(section_end), "  " + std::string{id} + ": " + word);
        return save(path, lines);
    }
    const auto entry_end = end_of_block(lines, entry + 1, indent_of(lines[entry]));
    if (entry_end == entry + 1) {
        lines[entry] = with_value(lines[entry], word);
        return save(path, lines);
    }
    const auto switch_line = find_key(lines, entry + 1, entry_end, "enabled");
    if (switch_line != entry_end)
        lines[switch_line] = with_value(lines[switch_line], word);
    else
        lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(entry) + 1,
                     std::string(indent_of(lines[entry]) + 2, ' ') + "enabled: " + word);
    save(path, lines);
}

void choose_theme(const std::filesystem::path& path, std::string_view id)
{
    auto lines = lines_of(path);
    const auto entry = find_key(lines, 0, lines.size(), "theme");
    if (entry == lines.size())
        lines.push_back("theme: " + std::string{id});
    else
        lines[entry] = with_value(lines[entry], std::string{id});
    save(path, lines);
}

} // namespace hurtrock::config
