#pragma once
/// Notices that files below some folders changed, came or went. The kernel says when to look (inotify). Folders it does
/// not speak of (network drives, changed elsewhere) are looked at once a second: name, time, size and number of every
/// file.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <thread>
#include <vector>

namespace hurtrock::base {

class TreeWatch {
public:
    /// Without events from the kernel.
    static constexpr std::chrono::milliseconds look_every{1'000};
    /// When the kernel refuses to watch (no instances or watches left).
    static constexpr std::chrono::milliseconds look_every_unwatched{200};
    /// Folders deeper than this below a root are not looked at.
    static constexpr int depth_max = 8;

    /// Symbolic links are followed. Roots that do not exist are looked for again. `changed` runs on the watch's own
    /// thread, within some ten milliseconds of the change, and must not throw.
    TreeWatch(std::vector<std::filesystem::path> roots, std::function<void()> changed);
    TreeWatch(const TreeWatch&) = delete;
    TreeWatch& operator=(const TreeWatch&) = delete;
    /// Waits for a running `changed`.
    ~TreeWatch();

private:
    enum class Woken { by_events, by_time, to_end };

    void work();
    /// A number that another state of the files would most likely not have. Watches every folder it enters.
    std::uint64_t look();
    Woken wait();

    const std::vector<std::filesystem::path> roots_;
    const std::function<void()> changed_;
    int events_{-1};
    /// Becomes readable when the watch is to end.
    int stop_event_{-1};
    /// Only the watch's thread uses these, after the constructor.
    std::uint64_t seen_{0};
    bool watched_{true};
    std::thread thread_;
};

} // namespace hurtrock::base
