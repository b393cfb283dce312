#include "assets.hpp"

#include "compression.hpp"

#include "core/base/files.hpp"

#include <cstdio>
#include <sys/stat.h>

namespace hurtrock::view {
namespace {

constexpr std::chrono::milliseconds recheck_after{250};
constexpr std::string_view prefix = "/assets/";
constexpr std::size_t fingerprint_digits = 16;
constexpr int reference_depth_max = 4;

std::string fingerprinted(std::string_view name, std::string_view print)
{
    const auto slash = name.rfind('/');
    const auto dot = name.rfind('.');
    const bool has_ending = dot != std::string_view::npos && (slash == std::string_view::npos || dot > slash);
    const auto stem = has_ending ? name.substr(0, dot) : name;
    const auto ending = has_ending ? name.substr(dot) : std::string_view{};
    return std::string{prefix} + std::string{stem} + "." + std::string{print} + std::string{ending};
}

/// "theme/css/base.3fa9….css" to "theme/css/base.css"; names without fingerprint stay.
std::string without_fingerprint(std::string_view name)
{
    const auto last = name.rfind('.');
    if (last == std::string_view::npos || last == 0) return std::string{name};
    const auto is_print = [](std::string_view part) {
        return part.size() == fingerprint_digits && part.find_first_not_of("0123456789abcdef") == std::string_view::npos;
    };
    if (is_print(name.substr(last + 1))) return std::string{name.substr(0, last)};
    const auto before = name.rfind('.', last - 1);
    if (before == std::string_view::npos || !is_print(name.substr(before + 1, last - before - 1))) return std::string{name};
    return std::string{name.substr(0, before)} + std::string{name.substr(last)};
}

std::string version_of(const std::filesystem::path& file)
{
    struct stat status{};
    if (::stat(file.c_str(), &status) != 0) return {};
    return file.string() + "@" + std::to_string(status.st_mtim.tv_sec) + "." + std::to_string(status.st_mtim.tv_nsec) + ":" +
           std::to_string(status.st_size);
}

bool is_relative(std::string_view reference)
{
    return !reference.empty() && reference.front() != '/' && reference.front() != '#' && reference.find(':') == std::string_view::npos;
}

} // namespace

/// FNV-1a, 64 bit (Fowler, Noll, Vo).
std::string fingerprint(std::string_view content)
{
    std::uint64_t hash = 14695981039346656037ull;
    for (const unsigned char c : content) hash = (hash ^ c) * 1099511628211ull;
    char digits[fingerprint_digits + 1];
    std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(hash));
    return digits;
}

std::string content_type_of(std::string_view file_name)
{
    static const std::pair<std::string_view, const char*> types[] = {
        {".css", "text/css; charset=utf-8"},  {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"}, {".svg", "image/svg+xml"},
        {".woff2", "font/woff2"},             {".png", "image/png"},
        {".jpg", "image/jpeg"},               {".webp", "image/webp"},
        {".ico", "image/x-icon"},             {".json", "application/json"},
        {".txt", "text/plain; charset=utf-8"}, {".webmanifest", "application/manifest+json"},
        {".csv", "text/csv; charset=utf-8"},   {".pdf", "application/pdf"},
        {".zip", "application/zip"},          {".mp3", "audio/mpeg"},
        {".mp4", "video/mp4"}};
    for (const auto& [ending, type] : types)
        if (file_name.ends_with(ending)) return type;
    return "application/octet-stream";
}

std::string Assets::url(std::string_view name)
{
    const std::lock_guard lock{mutex_};
    const auto asset = current(std::string{name}, 0);
    return asset ? asset->url : std::string{prefix} + std::string{name};
}

Assets::Found Assets::find(std::string_view path)
{
    if (!path.starts_with(prefix)) return {nullptr, false};
    const auto name = without_fingerprint(path.substr(prefix.size()));
    const std::lock_guard lock{mutex_};
    auto asset = current(name, 0);
    const bool immutable = asset && asset->url == path;
    return {std::move(asset), immutable};
}

std::shared_ptr<const Asset> Assets::current(const std::string& name, int depth)
{
    const Checked now{search_path_.version(), std::chrono::steady_clock::now()};
    auto known = entries_.find(name);
    if (known != entries_.end() && is_fresh(known->second.checked, now)) return known->second.asset;

    if (generated_.contains(name)) return made(name, now);
    const auto file = search_path_.get()->asset(name);
    if (!file) {
        if (known != entries_.end()) entries_.erase(known);
        return nullptr;
    }
    const auto version = version_of(*file);
    const bool has_references = name.ends_with(".css");
    if (known == entries_.end() || known->second.version != version || has_references) {
        auto asset = make(name, base::read_file(*file), depth);
        known = entries_.insert_or_assign(name, Entry{std::move(asset), version, {}}).first;
    }
    known->second.checked = now;
    return known->second.asset;
}

std::shared_ptr<const Asset> Assets::made(const std::string& name, const Checked& now)
{
    auto content = generated_.at(name)();
    auto asset = content.empty() ? nullptr : make(name, std::move(content), 0);
    entries_.insert_or_assign(name, Entry{asset, {}, now});
    return asset;
}

bool Assets::is_fresh(const Checked& checked, const Checked& now) const
{
    return checked.version == now.version && (search_path_.watched() || now.at - checked.at < recheck_after);
}

std::shared_ptr<const Asset> Assets::make(const std::string& name, std::string content, int depth)
{
    if (name.ends_with(".css")) content = with_rewritten_urls(name, std::move(content), depth);
    const auto print = fingerprint(content);
    const auto url = fingerprinted(name, print);
    if (const auto known = entries_.find(name); known != entries_.end() && known->second.asset && known->second.asset->url == url)
        return known->second.asset;

    auto asset = std::make_shared<Asset>();
    asset->url = url;
    asset->fingerprint = print;
    asset->modified = std::time(nullptr);
    asset->content_type = content_type_of(name);
    if (is_compressible(asset->content_type)) {
        asset->gzip = std::make_shared<const std::string>(gzip(content, Effort::once));
        asset->brotli = std::make_shared<const std::string>(brotli(content, Effort::once));
    }
    asset->plain = std::make_shared<const std::string>(std::move(content));
    return asset;
}

std::string Assets::with_rewritten_urls(const std::string& name, std::string css, int depth)
{
    if (depth >= reference_depth_max) return css;
    const auto folder = std::filesystem::path{name}.parent_path();
    std::string rewritten;
    std::size_t at = 0;
    for (;;) {
        const auto open = css.find("url(", at);
        const auto close = open == std::string::npos ? open : css.find(')', open);
        if (close == std::string::npos) return rewritten + css.substr(at);
        rewritten.append(css, at, open + 4 - at);
        auto reference = css.substr(open + 4, close - open - 4);
        const auto quote = !reference.empty() && (reference[0] == '"' || reference[0] == '\'') ? reference.substr(0, 1) : std::string{};
        if (!quote.empty() && reference.size() >= 2) reference = reference.substr(1, reference.size() - 2);
        if (is_relative(reference)) {
            const auto hash = reference.find('#');
            const auto target = (folder / reference.substr(0, hash)).lexically_normal().string();
            if (const auto asset = current(target, depth + 1))
                reference = asset->url + (hash == std::string::npos ? "" : reference.substr(hash));
        }
        rewritten += quote + reference + quote;
        at = close;
    }
}

} // namespace hurtrock::view
