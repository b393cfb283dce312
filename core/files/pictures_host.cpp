#include "pictures_host.hpp"

#include "decode.hpp"
#include "encode.hpp"
#include "resize.hpp"

#include <algorithm>
#include <atomic>
#include <fstream>
#include <functional>
#include <stdexcept>

#include <sodium.h>
#include <unistd.h>

namespace hurtrock::files {
namespace {

constexpr int width_max = 1600;
/// The JPEG of <img src>, for browsers that do not choose from srcset.
constexpr int src_width_max = 960;
constexpr std::size_t seen_max = 100'000;

class Turn {
public:
    explicit Turn(auto& semaphore) : release_{[&semaphore] { semaphore.release(); }} { semaphore.acquire(); }
    ~Turn() { release_(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

private:
    std::function<void()> release_;
};

/// Under another name first, then renamed: a reader sees the whole file or none. No fsync: what a power cut takes is
/// made anew by storing the picture again.
void write_file(const std::filesystem::path& path, const std::string& bytes)
{
    static std::atomic<unsigned> counter{0};
    const auto draft = path.string() + ".new-" + std::to_string(::getpid()) + '-' + std::to_string(counter++);
    std::ofstream stream{draft, std::ios::binary};
    stream << bytes;
    stream.close();
    if (!stream) {
        std::error_code ignored;
        std::filesystem::remove(draft, ignored);
        throw std::runtime_error{"cannot write " + path.string()};
    }
    std::filesystem::rename(draft, path);
}

int src_width(int width)
{
    int chosen = 0;
    for (const int kept : widths_of(width))
        if (chosen == 0 || kept <= src_width_max) chosen = kept;
    return chosen;
}

/// Written last, so that its presence means that all are there.
std::filesystem::path marker(std::string_view key, int width)
{
    return relative_path(key, src_width(width), Format::jpeg);
}

void write_sizes(const std::filesystem::path& folder, const std::string& key, PictureSize size, Bitmap bitmap)
{
    auto widths = widths_of(size.width);
    std::reverse(widths.begin(), widths.end());
    std::filesystem::create_directories((folder / relative_path(key, widths.front(), Format::jpeg)).parent_path());
    std::string src;
    for (const int width : widths) {
        // Each from the next larger one kept: a fraction of the work, and no visible difference.
        bitmap = shrunk(bitmap, width, height_at(size, width));
        write_file(folder / relative_path(key, width, Format::webp), to_webp(bitmap));
        auto jpeg = to_jpeg(bitmap);
        if (width == src_width(size.width)) src = std::move(jpeg);
        else write_file(folder / relative_path(key, width, Format::jpeg), jpeg);
    }
    write_file(folder / marker(key, size.width), src);
}

} // namespace

PicturesHost::PicturesHost(std::filesystem::path media_folder) : folder_{std::move(media_folder)}
{
    if (sodium_init() < 0) throw std::runtime_error{"libsodium does not start"};
}

Result<std::string> PicturesHost::store(std::string_view bytes)
{
    const Turn turn{working_};
    auto decoded = decode(bytes, width_max);
    if (!decoded) return decoded.problem();
    const bool swapped = decoded->orientation >= 5;
    const PictureSize size{swapped ? decoded->stated_height : decoded->stated_width,
                           swapped ? decoded->stated_width : decoded->stated_height};
    const auto key = picture_key(bytes, size);
    if (!is_stored(key)) write_sizes(folder_, key, size, upright(std::move(decoded->bitmap), decoded->orientation));
    return key;
}

bool PicturesHost::is_stored(std::string_view key)
{
    const auto size = size_of(key);
    if (!size) return false;
    const std::string name{key};
    {
        const std::lock_guard lock{mutex_};
        if (seen_.contains(name)) return true;
    }
    std::error_code ignored;
    if (!std::filesystem::exists(folder_ / marker(key, size->width), ignored)) return false;
    const std::lock_guard lock{mutex_};
    if (seen_.size() >= seen_max) seen_.clear();
    seen_.insert(name);
    return true;
}

Value PicturesHost::view(std::string_view key, std::string_view alt)
{
    const auto size = size_of(key);
    if (!size || !is_stored(key)) return {};
    std::string srcset;
    for (const int width : widths_of(size->width)) {
        if (!srcset.empty()) srcset += ", ";
        srcset += url_path(key, width, Format::webp) + ' ' + std::to_string(width) + 'w';
    }
    const int width = src_width(size->width);
    return {{"src", url_path(key, width, Format::jpeg)},
            {"srcset", srcset},
            {"width", width},
            {"height", height_at(*size, width)},
            {"alt", alt}};
}

} // namespace hurtrock::files
