#include "yaml_file.hpp"

#include "core/base/files.hpp"

#include <yaml-cpp/yaml.h>

#include <charconv>
#include <cstdlib>

namespace hurtrock::config {
namespace {

constexpr int depth_max = 32;

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words)
{
    for (const auto word : words)
        if (text == word) return true;
    return false;
}

/// "${setting:…}" is for whoever reads the value: a setting of a plugin.
std::string with_environment(const std::string& text)
{
    std::string filled;
    std::size_t at = 0;
    for (;;) {
        const auto open = text.find("${", at);
        const auto close = open == std::string::npos ? open : text.find('}', open);
        if (close == std::string::npos) return filled + text.substr(at);
        filled += text.substr(at, open - at);
        const auto name = text.substr(open + 2, close - open - 2);
        if (name.starts_with("setting:")) filled += text.substr(open, close + 1 - open);
        else if (const char* set = std::getenv(name.c_str())) filled += set;
        at = close + 1;
    }
}

template <class Number>
bool whole_text_is(std::string_view text, Number& number)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size();
}

Value scalar(const YAML::Node& node)
{
    const auto& text = node.Scalar();
    if (node.Tag() == "!") return with_environment(text);
    if (is_one_of(text, {"true", "on", "yes", "True", "On", "Yes"})) return true;
    if (is_one_of(text, {"false", "off", "no", "False", "Off", "No"})) return false;
    if (is_one_of(text, {"null", "~", ""})) return nullptr;
    std::int64_t integer = 0;
    if (whole_text_is(text, integer)) return integer;
    double decimal = 0;
    if (text.find_first_of("0123456789") == 0 && whole_text_is(text, decimal)) return decimal;
    return with_environment(text);
}

} // namespace

struct YamlReader {
    YamlFile& file;

    std::string at(const YAML::Mark& mark) const
    {
        return file.name_ + ":" + std::to_string(mark.line + 1) + ":" + std::to_string(mark.column + 1) + ": ";
    }

    Value read(const YAML::Node& node, const std::string& path, int depth)
    {
        if (depth > depth_max) throw ConfigError{at(node.Mark()) + "nested too deeply"};
        switch (node.Type()) {
        case YAML::NodeType::Scalar: return scalar(node);
        case YAML::NodeType::Sequence: return read_list(node, path, depth);
        case YAML::NodeType::Map: return read_map(node, path, depth);
        default: return nullptr;
        }
    }

    Value read_list(const YAML::Node& node, const std::string& path, int depth)
    {
        auto list = Value::list();
        for (const auto& item : node) {
            const auto item_path = path + "/" + std::to_string(list.size());
            file.places_[item_path] = {item.Mark().line + 1, item.Mark().column + 1};
            list.push(read(item, item_path, depth + 1));
        }
        return list;
    }

    Value read_map(const YAML::Node& node, const std::string& path, int depth)
    {
        auto map = Value::map();
        for (const auto& entry : node) {
            if (!entry.first.IsScalar()) throw ConfigError{at(entry.first.Mark()) + "a key must be plain text"};
            const auto& key = entry.first.Scalar();
            if (map.has(key)) throw ConfigError{at(entry.first.Mark()) + "\"" + key + "\" stands here a second time; remove one"};
            const auto entry_path = path.empty() ? key : path + "/" + key;
            file.places_[entry_path] = {entry.first.Mark().line + 1, entry.first.Mark().column + 1};
            map.set(key, read(entry.second, entry_path, depth + 1));
        }
        return map;
    }
};

YamlFile YamlFile::parse(std::string_view text, std::string shown_as)
{
    YamlFile file;
    file.name_ = std::move(shown_as);
    YamlReader reader{file};
    try {
        const auto documents = YAML::LoadAll(std::string{text});
        if (documents.size() > 1) throw ConfigError{file.name_ + ": more than one YAML document"};
        if (!documents.empty()) file.value_ = reader.read(documents.front(), "", 0);
    } catch (const YAML::Exception& error) {
        throw ConfigError{reader.at(error.mark) + error.msg};
    }
    return file;
}

YamlFile YamlFile::load(const std::filesystem::path& path, std::string shown_as)
{
    auto name = shown_as.empty() ? path.string() : std::move(shown_as);
    std::string text;
    try {
        text = base::read_file(path);
    } catch (const std::exception& error) {
        throw ConfigError{error.what()};
    }
    return parse(text, std::move(name));
}

std::string YamlFile::place(std::string_view path) const
{
    for (;;) {
        if (const auto found = places_.find(path); found != places_.end())
            return name_ + ":" + std::to_string(found->second.line) + ":" + std::to_string(found->second.column);
        const auto slash = path.rfind('/');
        if (slash == std::string_view::npos) return name_;
        path = path.substr(0, slash);
    }
}

void YamlFile::fail(std::string_view path, const std::string& message) const
{
    throw ConfigError{place(path) + ": " + message};
}

} // namespace hurtrock::config
