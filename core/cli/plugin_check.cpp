#include "plugin_check.hpp"

#include "check_database.hpp"
#include "check_references.hpp"
#include "elf_symbols.hpp"
#include "sentences.hpp"

#include "core/app/layout.hpp"
#include "core/base/files.hpp"
#include "core/base/suggest.hpp"
#include "core/config/plugins_file.hpp"
#include "core/db/migration_files.hpp"
#include "core/plugins/library.hpp"
#include "core/plugins/manifest.hpp"
#include "core/settings/schema.hpp"
#include "core/view/template_loader.hpp"
#include "core/view/view_env.hpp"

#include <algorithm>
#include <functional>
#include <iomanip>
#include <iostream>
#include <map>
#include <set>
#include <unistd.h>

namespace hurtrock::cli {
namespace {

namespace fs = std::filesystem;

/// As a person would type it from where they are.
std::string shown(const fs::path& path)
{
    const auto relative = path.lexically_proximate(fs::current_path());
    return relative.string().starts_with("..") ? path.string() : relative.string();
}

/// The plugin's own templates before a theme's overrides of them; everything else as pages find it.
class OwnTemplatesFirst final : public tmpl::Loader {
public:
    OwnTemplatesFirst(const std::string& id, const fs::path& folder, const app::Layout& layout) : prefix_{id + "/"}
    {
        const auto theme = layout.themes / config::PluginsFile::load(layout.plugins_file()).theme();
        own_path_.set({{}, {{id, folder}}, layout.core, layout.web});
        shop_path_.set({{theme}, {{id, folder}}, layout.core, layout.web});
    }

    std::optional<tmpl::Source> load(std::string_view name) override { return of(name).load(name); }
    bool is_current(std::string_view name, std::string_view version) override { return of(name).is_current(name, version); }

private:
    view::TemplateLoader& of(std::string_view name) { return name.starts_with(prefix_) ? own_ : shop_; }

    const std::string prefix_;
    view::SearchPathSlot own_path_, shop_path_;
    view::TemplateLoader own_{own_path_}, shop_{shop_path_};
};

/// Locale files of a language, and where each sentence of the plugin's own stands.
struct Words {
    std::map<std::string, std::string> all;
    std::map<std::string, std::string> own;
    std::map<std::string, std::string> places;
};

std::vector<fs::path> files_below(const fs::path& folder, std::initializer_list<std::string_view> extensions)
{
    std::vector<fs::path> found;
    if (!fs::is_directory(folder)) return found;
    for (const auto& entry : fs::recursive_directory_iterator{folder, fs::directory_options::follow_directory_symlink})
        if (entry.is_regular_file() && std::find(extensions.begin(), extensions.end(), entry.path().extension()) != extensions.end())
            found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    return found;
}

class Check {
public:
    Check(fs::path folder, fs::path library, bool with_database)
        : folder_{std::move(folder)}, library_{std::move(library)}, with_database_{with_database}, layout_{app::Layout::find()}
    {
    }

    int run()
    {
        if (read_manifest()) {
            step("labels", [this] { check_labels(); });
            step("dependencies", [this] { check_dependencies(); });
            step("migrations", [this] { check_migrations(); });
            step("sentences", [this] { check_words(); });
            step("templates", [this] { check_templates(); });
            step("permissions", [this] { check_permissions(); });
            step("references", [this] { check_references(); });
            step("library", [this] { check_library(); });
            step("database", [this] { check_database(); });
        }
        const auto name = manifest_.id.empty() ? shown(folder_) : manifest_.id + " " + manifest_.version.text();
        if (problems_ == 0) std::cout << name << ": no problems; looked at " << looked_at_ << '\n';
        else std::cout << problems_ << (problems_ == 1 ? " problem in " : " problems in ") << name << '\n';
        return problems_ == 0 ? 0 : 1;
    }

private:
    /// Names each check with its outcome; the problems stand above it.
    void step(const char* name, const std::function<void()>& check)
    {
        const auto before = problems_;
        told_.clear();
        check();
        const auto found = problems_ - before;
        const auto outcome = found > 0 ? std::to_string(found) + (found == 1 ? " problem" : " problems") : told_.starts_with("skipped") ? std::string{} : std::string{"ok"};
        std::cout << "  " << std::left << std::setw(14) << name << outcome << (outcome.empty() || told_.empty() ? "" : "  ") << told_ << '\n';
    }

    void complain(const std::string& place, const std::string& what)
    {
        std::cout << place << ": " << what << '\n';
        ++problems_;
    }

    /// For errors that begin with the place themselves.
    void complain_as_told(std::string what)
    {
        if (what.starts_with(folder_.string())) what = shown(folder_) + what.substr(folder_.string().size());
        std::cout << what << '\n';
        ++problems_;
    }

    void looked_at(const std::string& what)
    {
        looked_at_ += (looked_at_.empty() ? "" : ", ") + what;
        told_ = what;
    }
    void skipped(const std::string& why) { told_ = "skipped: " + why; }

    bool read_manifest()
    {
        try {
            manifest_ = plugins::Manifest::load(folder_);
            yaml_.emplace(config::YamlFile::load(folder_ / "plugin.yaml", shown(folder_ / "plugin.yaml")));
            // Written here and laid out elsewhere: what is built links back to the folder that holds the sources.
            sources_ = fs::canonical(folder_ / "plugin.yaml").parent_path();
            looked_at("plugin.yaml");
            return true;
        } catch (const std::exception& error) {
            complain_as_told(error.what());
            return false;
        }
    }

    void need_both_languages(const std::string& path, const Value& texts)
    {
        for (const char* language : {"en", "id"})
            if (texts[language].empty()) complain(yaml_->place(path), "\"" + path + "\" has no text in \"" + language + "\"; write { en: …, id: … }");
    }

    void check_labels()
    {
        need_both_languages("name", manifest_.name);
        if (!manifest_.description.is_null()) need_both_languages("description", manifest_.description);
        for (const auto& [permission, label] : manifest_.permissions.entries()) need_both_languages("permissions/" + permission, label);
        for (const auto& [key, field] : manifest_.settings.entries()) need_both_languages("settings/" + key + "/label", field["label"]);
        const auto schema = settings::Schema::parse(manifest_.settings);
        if (schema) return;
        const auto& told = schema.problem().arguments;
        complain(yaml_->place("settings/" + std::string{told["key"].text()}), "setting \"" + std::string{told["key"].text()} + "\": " + std::string{told["reason"].text()});
    }

    void check_dependencies()
    {
        const plugins::Version sdk{static_cast<int>(sdk_version_major), static_cast<int>(sdk_version_minor), 0};
        if (!plugins::satisfies(sdk, manifest_.sdk_range).value_or(false))
            complain(yaml_->place("sdk"), "needs SDK " + manifest_.sdk_range + "; this is SDK " + sdk.text());
        const auto known = plugins_here();
        for (const auto& dependency : manifest_.depends)
            if (std::find(known.begin(), known.end(), dependency.id) == known.end())
                complain(yaml_->place("depends/" + dependency.id), "this shop has no plugin \"" + dependency.id + "\"" + base::did_you_mean(dependency.id, known));
    }

    std::vector<std::string> plugins_here() const
    {
        std::vector<std::string> ids;
        for (const auto& folder : layout_.plugin_folders()) {
            if (!fs::is_directory(folder)) continue;
            for (const auto& entry : fs::directory_iterator{folder}) ids.push_back(entry.path().filename().string());
        }
        return ids;
    }

    void check_migrations()
    {
        try {
            const auto files = db::read_migrations(folder_ / "migrations");
            looked_at(std::to_string(files.size()) + (files.size() == 1 ? " migration" : " migrations"));
            for (const auto& file : files)
                if (file.sql.find_first_not_of(" \t\r\n") == std::string::npos) complain(shown(file.path) + ":1", "this migration is empty");
        } catch (const std::exception& error) {
            complain_as_told(error.what());
        }
    }

    void read_words(Words& words, const fs::path& file, bool own)
    {
        if (!fs::exists(file)) return;
        const auto yaml = config::YamlFile::load(file, shown(file));
        for (const auto& [key, sentence] : yaml.value().entries()) {
            words.all[key] = sentence.text();
            if (!own) continue;
            words.own[key] = sentence.text();
            words.places[key] = yaml.place(key);
            if (!sentence.is_text() || sentence.empty()) complain(yaml.place(key), "not a text; put the sentence into quotes");
        }
    }

    Words words_of(const std::string& language)
    {
        const auto file = language + ".yaml";
        Words words;
        read_words(words, layout_.core / "locales" / file, false);
        for (const auto& dependency : manifest_.depends)
            for (const auto& folder : layout_.plugin_folders()) read_words(words, folder / dependency.id / "locales" / file, false);
        const auto theme = config::PluginsFile::load(layout_.plugins_file()).theme();
        read_words(words, layout_.themes / theme / "locales" / file, false);
        read_words(words, folder_ / "locales" / file, true);
        return words;
    }

    void check_words()
    {
        try {
            const auto indonesian = words_of("id"), english = words_of("en");
            std::size_t count = 0;
            for (const auto& file : files_below(folder_ / "templates", {".html", ".txt"}))
                for (const auto& sentence : template_sentences(base::read_file(file))) need_words(file, sentence, indonesian, english, count);
            for (const auto& file : files_below(sources_ / "src", {".cpp", ".hpp"}))
                for (const auto& sentence : source_sentences(base::read_file(file))) need_words(file, sentence, indonesian, english, count);
            compare(indonesian, english, "id", "en");
            compare(english, indonesian, "en", "id");
            looked_at(std::to_string(count) + (count == 1 ? " sentence" : " sentences") + " in two languages");
        } catch (const config::ConfigError& error) {
            complain_as_told(error.what());
        }
    }

    void need_words(const fs::path& file, const Sentence& sentence, const Words& indonesian, const Words& english, std::size_t& count)
    {
        ++count;
        const auto place = shown(file) + ":" + std::to_string(sentence.line);
        const auto missing = [&](const char* language) {
            complain(place, "\"" + sentence.text + "\" is not in locales/" + language + ".yaml");
        };
        if (!indonesian.all.contains(sentence.text)) missing("id");
        if (is_problem_code(sentence.text) && !english.all.contains(sentence.text)) missing("en");
    }

    /// Problem codes are in both files or in none; a placeholder that one language does not know shows nothing there.
    void compare(const Words& words, const Words& others, const std::string& language, const std::string& other_language)
    {
        for (const auto& [key, sentence] : words.own) {
            const auto other = others.all.find(key);
            if (other == others.all.end() && is_problem_code(key))
                complain(words.places.at(key), "\"" + key + "\" is not in locales/" + other_language + ".yaml");
            if (other == others.all.end() && is_problem_code(key)) continue;
            const auto known = placeholders(other == others.all.end() ? key : other->second);
            for (const auto& name : placeholders(sentence))
                if (std::find(known.begin(), known.end(), name) == known.end())
                    complain(words.places.at(key), "%(" + name + ")s is in the sentence of \"" + language + "\" only");
        }
    }

    void check_templates()
    {
        OwnTemplatesFirst loader{manifest_.id, folder_, layout_};
        tmpl::Engine engine{loader};
        view::set_up(engine);
        const auto root = folder_ / "templates";
        const auto files = files_below(root, {".html", ".txt"});
        for (const auto& file : files) {
            const auto name = manifest_.id + "/" + file.lexically_relative(root).string();
            for (const auto& finding : engine.check(name)) {
                const auto place = shown(finding.place.path.empty() ? file : fs::path{finding.place.path});
                const bool warning = finding.severity == tmpl::Finding::Severity::warning;
                const auto line = place + ":" + std::to_string(std::max(finding.place.line, 1u));
                if (warning) std::cout << line << ": warning: " << finding.message << '\n';
                else complain(line, finding.message);
            }
        }
        looked_at(std::to_string(files.size()) + (files.size() == 1 ? " template" : " templates"));
    }

    void check_permissions()
    {
        if (!fs::is_directory(sources_ / "src")) return skipped("the sources are not here");
        std::vector<std::string> declared;
        for (const auto& [permission, label] : manifest_.permissions.entries()) declared.push_back(permission);
        for (const auto& file : files_below(sources_ / "src", {".cpp", ".hpp"}))
            for (const auto& [permission, line] : source_permissions(base::read_file(file)))
                if (permission.starts_with(manifest_.id + ".") && std::find(declared.begin(), declared.end(), permission) == declared.end())
                    complain(shown(file) + ":" + std::to_string(line),
                             "permission \"" + permission + "\" is not declared in plugin.yaml" + base::did_you_mean(permission, declared));
    }

    void check_references()
    {
        std::size_t counted = 0;
        Referring referring{.id = manifest_.id, .folder = folder_, .sources = sources_, .shown = shown};
        for (const auto& found : cli::check_references(referring, layout_, counted)) complain(found.place, found.what);
        looked_at(std::to_string(counted) + (counted == 1 ? " reference" : " references"));
    }

    void check_database()
    {
        if (!with_database_) return skipped("--no-database");
        if (problems_ > 0) return skipped("the problems above come first");
        const auto* first = loaded_ ? loaded_->descriptor().queries() : nullptr;
        int count = 0;
        for (const auto* query = first; query; query = query->next()) ++count;
        for (const auto& refused : check_with_database(manifest_, layout_, first)) complain_as_told(refused);
        looked_at(std::to_string(count) + (count == 1 ? " statement" : " statements") + " prepared");
    }

    /// A folder as written has no library; the one this shop would load is checked then.
    fs::path find_library() const
    {
        if (!library_.empty() || fs::exists(manifest_.library())) return library_.empty() ? manifest_.library() : library_;
        for (const auto& folder : layout_.plugin_folders()) {
            const auto built = folder / manifest_.id;
            std::error_code ignored;
            if (fs::exists(built / (manifest_.id + ".so")) && fs::equivalent(built / "plugin.yaml", folder_ / "plugin.yaml", ignored))
                return built / (manifest_.id + ".so");
        }
        return {};
    }

    void check_library()
    {
        const auto library = find_library();
        if (library.empty()) {
            return skipped("no " + manifest_.id + ".so here, so it was not checked (build it, and give the built folder)");
        }
        looked_at(library.filename().string());
        if (library.stem() != manifest_.id) complain(shown(library), "the library must be called " + manifest_.id + ".so");
        char copies[] = "/tmp/hurtrock-check-XXXXXX";
        if (!::mkdtemp(copies)) return complain(copies, "cannot make a folder for a copy of the library");
        try {
            const auto symbols = exported_symbols(library);
            loaded_ = plugins::Library::load(library, copies);
            check_exports(library, symbols);
            check_queries(library, *loaded_);
            const auto id = build_id(library);
            if (id.empty()) complain(shown(library), "has no build id, by which a crash report could be matched; build it with hurtrock_plugin()");
            else told_ += ", SDK " + std::to_string(loaded_->descriptor().sdk_major) + "." + std::to_string(loaded_->descriptor().sdk_minor) + ", " + loaded_->descriptor().abi_tag + ", build id " + id.substr(0, 12);
        } catch (const std::exception& error) {
            const std::string what = error.what();
            const auto at = what.find(library.string());
            complain(shown(library), at == 0 ? what.substr(library.string().size() + 1) : what);
        }
        fs::remove_all(copies);
    }

    void check_exports(const fs::path& library, const std::vector<std::string>& symbols)
    {
        constexpr std::size_t named = 5;
        std::vector<std::string> extra;
        std::copy_if(symbols.begin(), symbols.end(), std::back_inserter(extra), [](const auto& name) { return name != "hurtrock_plugin_descriptor"; });
        if (extra.empty()) return;
        std::string list;
        for (std::size_t i = 0; i < std::min(named, extra.size()); ++i) list += (i ? ", " : "") + extra[i];
        complain(shown(library), "shows " + std::to_string(extra.size()) + " symbols besides its descriptor (" + list +
                                     (extra.size() > named ? ", …" : "") + "); others could bind to them. Build it with hurtrock_plugin()");
    }

    void check_queries(const fs::path& library, const plugins::Library& loaded)
    {
        std::set<std::string> names;
        for (const auto* query = loaded.descriptor().queries(); query; query = query->next())
            if (!names.insert(query->name()).second) complain(shown(library), "two statements are called \"" + std::string{query->name()} + "\"");
    }

    const fs::path folder_, library_;
    const bool with_database_;
    const app::Layout layout_;
    plugins::Manifest manifest_;
    std::optional<config::YamlFile> yaml_;
    fs::path sources_;
    std::shared_ptr<plugins::Library> loaded_;
    std::string looked_at_, told_;
    int problems_{0};
};

} // namespace

int check_plugin(const std::string& given, bool with_database)
{
    auto folder = fs::absolute(given).lexically_normal();
    if (!folder.has_filename()) folder = folder.parent_path();
    if (!fs::exists(folder)) {
        std::cerr << "hurtrock: there is no " << folder.string() << '\n';
        return 2;
    }
    const auto library = fs::is_directory(folder) ? fs::path{} : folder;
    if (!library.empty()) folder = folder.parent_path();
    if (!fs::exists(folder / "plugin.yaml")) {
        std::cerr << "hurtrock: there is no plugin.yaml in " << folder.string() << "; give a plugin's folder, or the library beside its plugin.yaml\n";
        return 2;
    }
    return Check{folder, library, with_database}.run();
}

} // namespace hurtrock::cli
