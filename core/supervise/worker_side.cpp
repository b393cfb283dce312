#include "worker_side.hpp"

#include "crash_log.hpp"

#include <cstdlib>

#include <fcntl.h>
#include <unistd.h>

namespace hurtrock::supervise
{
namespace
{

std::string environment(const char* name)
{
    const char* value = std::getenv(name);
    return value ? value : "";
}

} // namespace

void tell_ready()
{
    const auto descriptor = environment("HURTROCK_READY_FD");
    if (descriptor.empty()) return;
    ::unsetenv("HURTROCK_READY_FD");
    const int pipe = std::atoi(descriptor.c_str());
    [[maybe_unused]] const auto written = ::write(pipe, "ready\n", 6);
    ::close(pipe);
}

std::filesystem::path crash_note_path()
{
    return environment("HURTROCK_CRASH_NOTE");
}

std::vector<Crash> read_crashes()
{
    const auto path = environment("HURTROCK_CRASH_LOG");
    return path.empty() ? std::vector<Crash>{} : load_crashes(path);
}

} // namespace hurtrock::supervise
