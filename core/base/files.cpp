#include "files.hpp"

#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <stdexcept>
#include <sys/stat.h>
#include <unistd.h>

namespace hurtrock::base {
namespace {

[[noreturn]] void fail(const char* what, const std::filesystem::path& path)
{
    throw std::runtime_error{std::string{what} + " " + path.string() + ": " + std::strerror(errno)};
}

} // namespace

std::string read_file(const std::filesystem::path& path)
{
    std::ifstream file{path, std::ios::binary};
    if (!file) fail("cannot read", path);
    return {std::istreambuf_iterator<char>{file}, {}};
}

void write_file(const std::filesystem::path& path, std::string_view content, unsigned mode)
{
    const auto temporary = path.string() + ".new-" + std::to_string(::getpid());
    const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    if (fd < 0) fail("cannot write", temporary);
    std::size_t written = 0;
    while (written < content.size()) {
        const auto count = ::write(fd, content.data() + written, content.size() - written);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) {
            ::close(fd);
            fail("cannot write", temporary);
        }
        written += static_cast<std::size_t>(count);
    }
    ::fsync(fd);
    ::close(fd);
    if (::rename(temporary.c_str(), path.c_str()) != 0) fail("cannot replace", path);
}

} // namespace hurtrock::base
