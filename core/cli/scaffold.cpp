#include "scaffold.hpp"

#include "core/app/layout.hpp"
#include "core/base/files.hpp"
#include "core/db/migration_files.hpp"
#include "core/plugins/manifest.hpp"

#include <algorithm>
#include <iostream>
#include <vector>

namespace hurtrock::cli {
namespace {

namespace fs = std::filesystem;

/// A scaffold is a plugin called "sample-thing"; each spelling of that name becomes the new one's.
using Spellings = std::vector<std::pair<std::string, std::string>>;

std::string capitalised(std::string_view word)
{
    std::string made{word};
    if (!made.empty() && made.front() >= 'a' && made.front() <= 'z') made.front() = static_cast<char>(made.front() - 'a' + 'A');
    return made;
}

/// "bank-transfer" -> "BankTransfer".
std::string type_name(std::string_view id)
{
    std::string type;
    for (std::size_t from = 0; from <= id.size();) {
        const auto dash = std::min(id.find('-', from), id.size());
        type += capitalised(id.substr(from, dash - from));
        from = dash + 1;
    }
    return type;
}

/// "bank-transfer" -> "Bank transfer".
std::string title(std::string id)
{
    std::replace(id.begin(), id.end(), '-', ' ');
    return capitalised(id);
}

Spellings spellings_of(const std::string& sample, const std::string& id)
{
    return {{sample, id}, {db::schema_of(sample), db::schema_of(id)}, {type_name(sample), type_name(id)}, {title(sample), title(id)}};
}

/// The one plugin in a kind's folder.
fs::path sample_of(const app::Layout& layout, const std::string& kind)
{
    for (const auto& entry : fs::directory_iterator{layout.scaffold / kind})
        if (fs::exists(entry.path() / "plugin.yaml")) return entry.path();
    throw std::runtime_error{"there is nothing to copy in " + (layout.scaffold / kind).string()};
}

std::string renamed(std::string text, const Spellings& spellings)
{
    for (const auto& [from, to] : spellings)
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
    return text;
}

/// Names that would make a plugin that cannot be compiled or cannot run: its namespace, schema and first address come from it.
std::string refusal(const std::string& name, const app::Layout& layout)
{
    if (!plugins::is_plugin_id(name) || name.ends_with('-') || name.find("--") != std::string::npos)
        return "\"" + name + "\" cannot be a plugin's name: use a to z, 0 to 9 and '-' between words, at most 40, a letter first";
    auto schema = name;
    std::replace(schema.begin(), schema.end(), '-', '_');
    const std::vector<std::string> taken{"admin", "api", "app", "assets", "auto", "bool", "case", "catch", "char", "class", "config", "const",
                                         "core", "default", "delete", "detail", "do", "double", "else", "en", "enum", "explicit", "export",
                                         "extern", "false", "float", "for", "friend", "goto", "hurtrock", "id", "if", "json", "text", "problem", "redirect", "inline", "int", "layout",
                                         "long", "mail", "media", "namespace", "new", "operator", "page", "private", "protected", "public",
                                         "register", "return", "sections", "short", "shop", "signed", "sizeof", "snippets", "static", "std",
                                         "struct", "switch", "template", "theme", "this", "throw", "true", "try", "typedef", "union",
                                         "unsigned", "using", "virtual", "void", "volatile", "web", "while"};
    if (std::find(taken.begin(), taken.end(), schema) != taken.end() || schema.starts_with("pg_") || schema == "information_schema")
        return "\"" + name + "\" cannot be a plugin's name: C++, PostgreSQL or the shop itself uses the word; choose another";
    if (fs::exists(layout.plugins / name / "plugin.yaml")) return "this shop already has a plugin \"" + name + "\"; choose another name";
    return {};
}

/// The source tree the current folder lies in, or an empty path.
fs::path tree_around(fs::path folder)
{
    for (;; folder = folder.parent_path()) {
        if (fs::exists(folder / "plugins/CMakeLists.txt") && fs::exists(folder / "sdk/include/hurtrock/plugin.hpp")) return folder;
        if (folder == folder.parent_path()) return {};
    }
}

std::vector<std::string> copy_renamed(const fs::path& from, const fs::path& to, const Spellings& spellings)
{
    std::vector<std::string> written;
    for (const auto& entry : fs::recursive_directory_iterator{from}) {
        if (!entry.is_regular_file()) continue;
        const auto relative = renamed(fs::relative(entry.path(), from).string(), spellings);
        fs::create_directories((to / relative).parent_path());
        base::write_file(to / relative, renamed(base::read_file(entry.path()), spellings));
        written.push_back(relative);
    }
    std::sort(written.begin(), written.end());
    return written;
}

void print_next_steps(const std::string& id, const std::string& kind, bool in_tree, const app::Layout& layout)
{
    const auto beside = layout.program.parent_path().parent_path();
    const auto prefix = fs::exists(beside / "lib/cmake/Hurtrock") ? beside.string() : std::string{"WHERE-HURTROCK-IS-INSTALLED"};
    std::cout << "\nNext:\n";
    if (in_tree)
        std::cout << "  ./dev build && ./dev test " << id << '\n' << "  build/hurtrock plugin check plugins/" << id << '\n';
    else
        std::cout << "  cmake -S " << id << " -B " << id << "/build -DCMAKE_PREFIX_PATH=" << prefix << " && cmake --build " << id << "/build\n"
                  << "  ctest --test-dir " << id << "/build\n"
                  << "  hurtrock plugin check " << id << "/build/plugins/" << id << '\n'
                  << "  export HURTROCK_PLUGIN_PATH=$PWD/" << id << "/build/plugins      # where the shop looks besides its own folder\n";
    std::cout << "  " << (in_tree ? "build/" : "") << "hurtrock plugin enable " << id << "      # or " << id << ": on in config/plugins.yaml\n"
              << (kind == plain_kind ? "  open /" + id + " in the shop; src/plugin.cpp is where to go on\n" : "  src/provider.cpp is where to go on; its README says what to change\n");
}

} // namespace

std::vector<std::string> scaffold_kinds()
{
    std::vector<std::string> kinds;
    fs::path folder;
    try {
        folder = app::Layout::find().scaffold;
    } catch (const std::runtime_error&) { // said by whatever needs the files
    }
    if (!fs::is_directory(folder)) return kinds;
    for (const auto& entry : fs::directory_iterator{folder})
        if (entry.is_directory() && entry.path().filename() != plain_kind) kinds.push_back(entry.path().filename().string());
    std::sort(kinds.begin(), kinds.end());
    return kinds;
}

int new_plugin(const std::string& name, const std::string& kind)
{
    const auto layout = app::Layout::find();
    const auto tree = tree_around(fs::current_path());
    const auto shown = tree.empty() ? fs::path{name} : fs::path{"plugins"} / name;
    const auto folder = tree.empty() ? fs::current_path() / name : tree / shown;
    const auto why = refusal(name, layout);
    if (!why.empty() || fs::exists(folder)) {
        std::cerr << "hurtrock: " << (why.empty() ? folder.string() + " exists; choose another name, or remove it first" : why) << '\n';
        return 1;
    }
    const auto sample = sample_of(layout, kind);
    const auto written = copy_renamed(sample, folder, spellings_of(sample.filename().string(), name));
    std::cout << shown.string() << "/\n";
    for (const auto& file : written) std::cout << "  " << file << '\n';
    print_next_steps(name, kind, !tree.empty(), layout);
    return 0;
}

} // namespace hurtrock::cli
