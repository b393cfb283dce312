#include "file_answer.hpp"

#include "core/http/conditional.hpp"
#include "core/http/http_date.hpp"

#include <algorithm>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>

namespace hurtrock::web {
namespace {

/// Strong: a file that is written anew has another time of change, to the nanosecond, or another size or inode.
std::string etag_of(const struct stat& status)
{
    char text[80];
    std::snprintf(text, sizeof text, "\"%llx-%llx-%llx.%lx\"", static_cast<unsigned long long>(status.st_ino), static_cast<unsigned long long>(status.st_size),
                  static_cast<unsigned long long>(status.st_mtim.tv_sec), static_cast<unsigned long>(status.st_mtim.tv_nsec));
    return text;
}

bool lies_in(const std::filesystem::path& file, const std::filesystem::path& folder)
{
    const auto [end, at] = std::mismatch(folder.begin(), folder.end(), file.begin(), file.end());
    return end == folder.end() && at != file.end();
}

} // namespace

std::optional<http::Response> file_answer(const std::filesystem::path& file, const http::Request& request)
{
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0) return std::nullopt;
    auto descriptor = std::make_shared<const http::FileDescriptor>(fd);
    struct stat status{};
    if (::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;

    const http::Validators validators{etag_of(status), status.st_mtim.tv_sec};
    http::Response response;
    response.headers = {{"ETag", validators.etag}, {"Last-Modified", http::format_http_date(status.st_mtim.tv_sec)}, {"Accept-Ranges", "bytes"}};
    if (http::is_not_modified(request, validators)) {
        response.status = 304;
        return response;
    }
    const auto choice = http::choose_range(request, validators, status.st_size);
    switch (choice.answer) {
    case http::RangeAnswer::unsatisfiable:
        response.status = 416;
        response.headers.emplace_back("Content-Range", http::content_range(std::nullopt, status.st_size));
        return response;
    case http::RangeAnswer::part:
        response.status = 206;
        response.headers.emplace_back("Content-Range", http::content_range(choice.range, status.st_size));
        response.file = http::FileBody{std::move(descriptor), choice.range.first, choice.range.length};
        return response;
    case http::RangeAnswer::whole: break;
    }
    response.file = http::FileBody{std::move(descriptor), 0, status.st_size};
    return response;
}

std::optional<std::filesystem::path> file_within(const FileFolders& folders, const std::filesystem::path& path)
{
    std::error_code error;
    const auto real = std::filesystem::canonical(path.is_absolute() ? path : folders.data / path, error);
    if (error) return std::nullopt;
    const auto data = std::filesystem::canonical(folders.data, error);
    if (!error && lies_in(real, data)) return real;
    const bool is_own = path.is_absolute() && !folders.own.empty() && lies_in(path.lexically_normal(), folders.own.lexically_normal());
    return is_own ? std::optional{real} : std::nullopt;
}

} // namespace hurtrock::web
