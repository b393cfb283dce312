#include "crash_log.hpp"

#include <hurtrock/json.hpp>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

namespace hurtrock::supervise
{
namespace
{

constexpr std::size_t plugin_id_max = 64;

std::string read_text(const std::filesystem::path& path)
{
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

Value to_value(const Crash& crash)
{
    return {{"at", crash.at.time_since_epoch().count()},
            {"signal", crash.signal},
            {"exit_code", crash.exit_code},
            {"was_ready", crash.was_ready},
            {"plugin", crash.plugin}};
}

Crash from_value(const Value& value)
{
    return {std::chrono::sys_seconds{std::chrono::seconds{value["at"].integer()}},
            static_cast<int>(value["signal"].integer()), static_cast<int>(value["exit_code"].integer()),
            value["was_ready"].boolean(), std::string{value["plugin"].text()}};
}

} // namespace

std::vector<Crash> load_crashes(const std::filesystem::path& path)
{
    std::vector<Crash> crashes;
    const auto parsed = from_json(read_text(path));
    if (!parsed) return crashes;
    for (const auto& item : parsed.value().items())
        crashes.push_back(from_value(item));
    return crashes;
}

void append_crash(const std::filesystem::path& path, const Crash& crash)
{
    auto crashes = load_crashes(path);
    crashes.push_back(crash);
    auto list = Value::list();
    for (std::size_t at = crashes.size() > crashes_kept ? crashes.size() - crashes_kept : 0; at < crashes.size(); ++at)
        list.push(to_value(crashes[at]));

    const auto draft = path.string() + ".new";
    std::ofstream file{draft, std::ios::binary | std::ios::trunc};
    file << to_json(list) << '\n';
    file.close();
    if (!file) throw std::system_error{errno, std::generic_category(), "cannot write " + draft};
    std::filesystem::rename(draft, path);
}

std::string take_crash_note(const std::filesystem::path& path)
{
    std::string plugin;
    for (const char letter : read_text(path)) {
        const bool fits = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '-';
        if (!fits || plugin.size() == plugin_id_max) break;
        plugin += letter;
    }
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
    return plugin;
}

} // namespace hurtrock::supervise
