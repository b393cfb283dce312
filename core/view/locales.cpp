#include "locales.hpp"

#include "core/config/yaml_file.hpp"
#include "core/log/log.hpp"

#include <hurtrock/json.hpp>

#include <algorithm>
#include <sys/stat.h>
#include <tuple>

namespace hurtrock::view {
namespace {

constexpr std::chrono::seconds recheck_after{1};

std::string version_of(const std::vector<std::pair<std::string, std::filesystem::path>>& folders)
{
    std::string version;
    for (const auto& [owner, folder] : folders)
        for (const char* file : {"id.yaml", "en.yaml"}) {
            struct stat status{};
            const auto path = folder / file;
            if (::stat(path.c_str(), &status) != 0) continue;
            version += path.string() + "@" + std::to_string(status.st_mtim.tv_sec) + "." + std::to_string(status.st_mtim.tv_nsec) + ";";
        }
    return version;
}

template <class Sentences>
void read_into(Sentences& sentences, const std::filesystem::path& file)
{
    if (!std::filesystem::exists(file)) return;
    try {
        const auto yaml = config::YamlFile::load(file);
        for (const auto& [message, sentence] : yaml.value().entries())
            sentences[message] = sentence.is_text() ? std::string{sentence.text()} : to_json(sentence);
    } catch (const std::exception& error) {
        log::write(log::Level::error, "locales", "locale file left out", {{"reason", error.what()}});
    }
}

/// "forms.too_long": no English sentence, but the name of one.
bool is_code(std::string_view message)
{
    return message.find('.') != std::string_view::npos && std::all_of(message.begin(), message.end(), [](char letter) {
               return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_' || letter == '-' || letter == '.';
           });
}

std::string shown(const Value& argument)
{
    if (argument.is_text()) return std::string{argument.text()};
    if (argument.has("units") && argument.has("text")) return std::string{argument["text"].text()};
    return to_json(argument);
}

std::string filled(std::string_view sentence, const Value& arguments)
{
    std::string text;
    for (;;) {
        const auto percent = sentence.find('%');
        text += sentence.substr(0, percent);
        if (percent == std::string_view::npos) return text;
        sentence.remove_prefix(percent);
        const auto close = sentence.find(")s");
        if (sentence.starts_with("%%")) {
            text += '%';
            sentence.remove_prefix(2);
        } else if (sentence.starts_with("%(") && close != std::string_view::npos) {
            text += shown(arguments[sentence.substr(2, close - 2)]);
            sentence.remove_prefix(close + 2);
        } else {
            text += '%';
            sentence.remove_prefix(1);
        }
    }
}

} // namespace

std::shared_ptr<const Locales::Catalog> Locales::current() const
{
    const std::lock_guard lock{mutex_};
    const auto now = std::chrono::steady_clock::now();
    const auto path_version = search_path_.version(); // before anything is read
    if (catalog_ && path_version_ == path_version && (search_path_.watched() || now - checked_ < recheck_after)) return catalog_;
    checked_ = now;
    path_version_ = path_version;
    const auto folders = search_path_.get()->locales();
    const auto version = version_of(folders);
    if (catalog_ && catalog_->version == version) return catalog_;
    auto fresh = std::make_shared<Catalog>();
    fresh->version = version;
    for (const auto& [owner, folder] : folders) {
        auto& own = fresh->by_owner[owner];
        for (const auto& [sentences, all, file] : {std::tuple{&own.id, &fresh->all.id, "id.yaml"}, std::tuple{&own.en, &fresh->all.en, "en.yaml"}}) {
            Sentences read;
            read_into(read, folder / file);
            for (const auto& [message, sentence] : read) (*all)[message] = (*sentences)[message] = sentence;
        }
    }
    catalog_ = std::move(fresh);
    return catalog_;
}

std::string Locales::Catalog::sentence(std::string_view locale, std::string_view scope, std::string_view message) const
{
    const auto in = [&](const Sentences& sentences) -> const std::string* {
        const auto found = sentences.find(message);
        return found == sentences.end() ? nullptr : &found->second;
    };
    while (!scope.empty()) {
        const auto owner = scope.substr(0, scope.find('/'));
        scope.remove_prefix(std::min(owner.size() + 1, scope.size()));
        const auto own = by_owner.find(owner);
        if (own == by_owner.end()) continue;
        if (const auto* sentence = in(locale == "en" ? own->second.en : own->second.id)) return *sentence;
        // Known here and not put into English: the source is how it speaks English, whatever others make of it.
        if (locale == "en" && !is_code(message) && in(own->second.id)) return std::string{message};
    }
    const auto* sentence = in(locale == "en" ? all.en : all.id);
    return sentence ? *sentence : std::string{message};
}

std::string Locales::translate(std::string_view locale, std::string_view message, const Value& arguments, std::string_view scope) const
{
    return filled(current()->sentence(locale, scope, message), arguments);
}

} // namespace hurtrock::view
