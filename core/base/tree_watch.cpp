#include "tree_watch.hpp"

#include <cerrno>
#include <dirent.h>
#include <poll.h>
#include <set>
#include <string>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace hurtrock::base {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t of_interest = IN_CREATE | IN_DELETE | IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO |
                                      IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;

/// Finalizer of splitmix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators).
std::uint64_t mixed(std::uint64_t value)
{
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ull;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebull;
    return value ^ (value >> 31);
}

std::uint64_t number_of(const std::string& path, const struct stat& status)
{
    auto number = static_cast<std::uint64_t>(std::hash<std::string>{}(path));
    for (const auto part :
         {static_cast<std::uint64_t>(status.st_ino), static_cast<std::uint64_t>(status.st_mtim.tv_sec),
          static_cast<std::uint64_t>(status.st_mtim.tv_nsec), static_cast<std::uint64_t>(status.st_size)})
        number = mixed(number + part);
    return number;
}

/// One look at all trees; a sum, because folders list their entries in any order.
class Walk {
public:
    explicit Walk(int events) : events_{events} {}

    void enter(const std::string& folder, int depth)
    {
        struct stat status {};
        if (::stat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) return;
        if (depth > TreeWatch::depth_max || !entered_.emplace(status.st_dev, status.st_ino).second) return;
        // Watched before it is listed: what comes in between is an event, if not in the list.
        if (::inotify_add_watch(events_, folder.c_str(), of_interest) < 0 && errno != ENOENT) watched_ = false;
        auto* listing = ::opendir(folder.c_str());
        if (!listing) return;
        while (const auto* entry = ::readdir(listing)) {
            if (entry->d_name[0] == '.') continue;
            const auto path = folder + "/" + entry->d_name;
            struct stat found {};
            if (::stat(path.c_str(), &found) != 0) continue;
            if (S_ISDIR(found.st_mode))
                enter(path, depth + 1);
            else
                sum_ += number_of(path, found);
        }
        ::closedir(listing);
    }

    std::uint64_t sum() const noexcept { return sum_; }
    bool watched() const noexcept { return watched_; }

private:
    const int events_;
    std::set<std::pair<dev_t, ino_t>> entered_;
    std::uint64_t sum_{0};
    bool watched_{true};
};

} // namespace

TreeWatch::TreeWatch(std::vector<fs::path> roots, std::function<void()> changed)
    : roots_{std::move(roots)},
      changed_{std::move(changed)},
      events_{::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)},
      stop_event_{::eventfd(0, EFD_CLOEXEC)}
{
    if (stop_event_ < 0) throw std::system_error{errno, std::generic_category(), "eventfd"};
    seen_ = look();
    thread_ = std::thread{[this] { work(); }};
}

TreeWatch::~TreeWatch()
{
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(stop_event_, &one, sizeof one);
    thread_.join();
    ::close(stop_event_);
    if (events_ >= 0) ::close(events_);
}

void TreeWatch::work()
{
    for (auto woken = wait(); woken != Woken::to_end; woken = wait()) {
        const auto now = look();
        // Two writes within a tick of the file system's clock leave the same time behind: an event alone is enough.
        if (now == seen_ && woken != Woken::by_events) continue;
        seen_ = now;
        changed_();
    }
}

std::uint64_t TreeWatch::look()
{
    Walk walk{events_};
    for (const auto& root : roots_)
        walk.enter(root.string(), 0);
    watched_ = walk.watched();
    return walk.sum();
}

TreeWatch::Woken TreeWatch::wait()
{
    pollfd descriptors[2]{{stop_event_, POLLIN, 0}, {events_, POLLIN, 0}}; // poll leaves out what is negative
    const auto patience = watched_ ? look_every : look_every_unwatched;
    const int ready = ::poll(descriptors, 2, static_cast<int>(patience.count()));
    if (ready > 0 && descriptors[0].revents != 0) return Woken::to_end;
    char events[16 * 1024];
    auto woken = Woken::by_time;
    while (events_ >= 0 && ::read(events_, events, sizeof events) > 0)
        woken = Woken::by_events;
    return woken;
}

} // namespace hurtrock::base
