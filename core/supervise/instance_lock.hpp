#pragma once
/// One supervisor per data folder. The kernel releases the lock however the process ends.

#include <filesystem>

namespace hurtrock::supervise
{

class InstanceLock
{
public:
    /// Throws SupervisorError naming the process that holds it.
    explicit InstanceLock(const std::filesystem::path& data_folder);
    InstanceLock(const InstanceLock&) = delete;
    InstanceLock& operator=(const InstanceLock&) = delete;
    ~InstanceLock();

private:
    int file_;
};

} // namespace hurtrock::supervise
