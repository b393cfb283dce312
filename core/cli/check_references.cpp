#include "check_references.hpp"

#include "core/base/files.hpp"
#include "core/base/suggest.hpp"

#include <algorithm>
#include <regex>
#include <set>

namespace hurtrock::cli {
namespace {

namespace fs = std::filesystem;

struct Reference {
    std::vector<std::string> parts;
    std::size_t line;
    /// Behind it in the text.
    std::size_t end;
};

/// From inside a call's parentheses to the closing one, past lambdas and literals.
std::string rest_of_call(const std::string& text, std::size_t from)
{
    int open = 1;
    auto at = from;
    for (bool quoted = false; at < text.size() && open > 0; ++at) {
        if (quoted && text[at] == '\\') ++at;
        else if (text[at] == '"') quoted = !quoted;
        else if (!quoted && text[at] == '(') ++open;
        else if (!quoted && text[at] == ')') --open;
    }
    return text.substr(from, at - from);
}

std::vector<Reference> find_all(const std::string& text, const std::regex& pattern)
{
    std::vector<Reference> found;
    for (std::sregex_iterator at{text.begin(), text.end(), pattern}, end; at != end; ++at) {
        Reference reference{{}, 1 + static_cast<std::size_t>(std::count(text.begin(), text.begin() + at->position(), '\n')),
                            static_cast<std::size_t>(at->position() + at->length())};
        for (std::size_t part = 1; part < at->size(); ++part) reference.parts.push_back((*at)[part].str());
        found.push_back(std::move(reference));
    }
    return found;
}

std::vector<fs::path> files_in(const fs::path& folder, std::initializer_list<std::string_view> endings)
{
    std::vector<fs::path> found;
    if (!fs::is_directory(folder)) return found;
    for (const auto& entry : fs::recursive_directory_iterator{folder, fs::directory_options::follow_directory_symlink})
        if (entry.is_regular_file() && std::find(endings.begin(), endings.end(), entry.path().extension()) != endings.end()) found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    return found;
}

/// Every slot that some template of this shop has.
std::vector<std::string> slots_here(const Referring& plugin, const app::Layout& layout)
{
    static const std::regex slot{R"re(\{%-?\s*slot\s+"([\w.-]+)")re"};
    std::set<std::string> names;
    std::vector<fs::path> folders{layout.core / "templates", layout.themes, plugin.folder / "templates"};
    for (const auto& plugins : layout.plugin_folders()) {
        if (!fs::is_directory(plugins)) continue;
        for (const auto& entry : fs::directory_iterator{plugins}) folders.push_back(entry.path() / "templates");
    }
    for (const auto& folder : folders)
        for (const auto& file : files_in(folder, {".html"}))
            for (const auto& found : find_all(base::read_file(file), slot)) names.insert(found.parts[0]);
    return {names.begin(), names.end()};
}

class References {
public:
    References(const Referring& plugin, const app::Layout& layout, std::size_t& counted)
        : plugin_{plugin}, layout_{layout}, counted_{counted}, slots_{slots_here(plugin, layout)}
    {
    }

    std::vector<Finding> look()
    {
        for (const auto& file : files_in(plugin_.sources / "src", {".cpp", ".hpp"})) look_at_source(file, base::read_file(file));
        for (const auto& file : files_in(plugin_.folder / "templates", {".html", ".txt"})) look_at_template(file, base::read_file(file));
        return std::move(found_);
    }

private:
    void complain(const fs::path& file, const Reference& at, std::string what) { found_.push_back({plugin_.shown(file) + ":" + std::to_string(at.line), std::move(what)}); }

    void look_at_source(const fs::path& file, const std::string& text)
    {
        static const std::regex page{R"re(\bpage\(\s*"([\w-]+/[\w./-]+)")re"};
        static const std::regex named{R"re(\.template_name = "([\w-]+/[\w./-]+)")re"};
        static const std::regex fill{R"re(\bfill\(\s*"([\w.-]+)",\s*"([\w-]+/[\w./-]+)")re"};
        static const std::regex api{R"re(\b(?:get|post|add)\(\s*(?:Method::\w+,\s*)?"(/api/[^"]*)")re"};
        for (const auto& at : find_all(text, page)) need_template(file, at, at.parts[0]);
        for (const auto& at : find_all(text, named)) need_template(file, at, at.parts[0]);
        for (const auto& at : find_all(text, fill)) {
            ++counted_;
            if (std::find(slots_.begin(), slots_.end(), at.parts[0]) == slots_.end())
                complain(file, at, "no theme or plugin has a slot \"" + at.parts[0] + "\"" + base::did_you_mean(at.parts[0], slots_));
            need_template(file, at, at.parts[1]);
        }
        for (const auto& at : find_all(text, api)) {
            ++counted_;
            if (rest_of_call(text, at.end).find(".summary") == std::string::npos) complain(file, at, "the API route \"" + at.parts[0] + "\" has no summary; give one with {.summary = \"…\"}");
        }
    }

    /// Its own templates only, and those of mails without their ending: others' are theirs to keep.
    void need_template(const fs::path& file, const Reference& at, const std::string& name)
    {
        const auto own = plugin_.id + "/";
        if (!name.starts_with(own)) return;
        ++counted_;
        const auto path = name.substr(own.size());
        std::vector<fs::path> places{plugin_.folder / "templates"};
        if (fs::is_directory(layout_.themes))
            for (const auto& theme : fs::directory_iterator{layout_.themes}) places.push_back(theme.path() / "pages" / plugin_.id);
        const bool there = std::any_of(places.begin(), places.end(), [&](const auto& place) {
            return fs::exists(place / path) || (fs::exists(place / (path + ".txt")) && fs::exists(place / (path + ".html")));
        });
        if (!there) complain(file, at, "there is no template \"" + name + "\" in templates/ or in a theme");
    }

    void look_at_template(const fs::path& file, const std::string& text)
    {
        static const std::regex asset{R"re(\basset\(\s*["']([\w-]+)/([^"']+)["'])re"};
        for (const auto& at : find_all(text, asset)) {
            if (at.parts[0] != plugin_.id) continue;
            ++counted_;
            if (!fs::exists(plugin_.folder / "assets" / at.parts[1])) complain(file, at, "there is no assets/" + at.parts[1]);
        }
    }

    const Referring& plugin_;
    const app::Layout& layout_;
    std::size_t& counted_;
    const std::vector<std::string> slots_;
    std::vector<Finding> found_;
};

} // namespace

std::vector<Finding> check_references(const Referring& plugin, const app::Layout& layout, std::size_t& counted)
{
    return References{plugin, layout, counted}.look();
}

} // namespace hurtrock::cli
