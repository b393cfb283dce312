#include "instance_lock.hpp"

#include "supervisor.hpp"

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace hurtrock::supervise
{
namespace
{

std::string holder(int file)
{
    char pid[32]{};
    const auto got = ::pread(file, pid, sizeof pid - 1, 0);
    return got > 0 ? " (process " + std::string{pid, static_cast<std::size_t>(got)} + ")" : "";
}

} // namespace

InstanceLock::InstanceLock(const std::filesystem::path& data_folder)
{
    std::error_code error;
    std::filesystem::create_directories(data_folder, error);
    const auto path = data_folder / "hurtrock.lock";
    file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file_ < 0)
        throw SupervisorError{path.string() + " cannot be opened: " + std::generic_category().message(errno)};
    if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
        const auto message = "Hurtrock already runs with the data folder " + data_folder.string() + holder(file_) +
                             ": stop it, or start this one with another --data folder";
        ::close(file_);
        throw SupervisorError{message};
    }
    const auto pid = std::to_string(::getpid());
    if (::ftruncate(file_, 0) != 0 || ::pwrite(file_, pid.data(), pid.size(), 0) < 0) {
        ::close(file_);
        throw SupervisorError{path.string() + " cannot be written: " + std::generic_category().message(errno)};
    }
}

InstanceLock::~InstanceLock()
{
    ::close(file_);
}

} // namespace hurtrock::supervise
