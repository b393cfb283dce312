#include "caretaker.hpp"

#include "connection.hpp"
#include "connection_registry.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <system_error>

namespace hurtrock::http {

namespace {

constexpr std::chrono::milliseconds tick{250};

FileDescriptor checked(int number, const char* what)
{
    if (number < 0)
        throw std::system_error(errno, std::generic_category(), what);
    return FileDescriptor(number);
}

} // namespace

Caretaker::Caretaker(const ConnectionRegistry& registry, Metrics& metrics)
    : registry_(registry), metrics_(metrics), epoll_(checked(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
      wakeup_(checked(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd"))
{
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = wakeup_.number();
    if (::epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, wakeup_.number(), &event) != 0)
        throw std::system_error(errno, std::generic_category(), "epoll_ctl");
}

Caretaker::~Caretaker() { stop(); }

void Caretaker::start()
{
    thread_ = std::thread([this] { run(); });
    pthread_setname_np(thread_.native_handle(), "http-caretaker");
}

void Caretaker::stop()
{
    stopping_ = true;
    wake();
    if (thread_.joinable())
        thread_.join();
    // Released outside the lock: their destructors may call back.
    std::unordered_map<int, std::shared_ptr<Connection>> watched;
    std::vector<std::shared_ptr<Connection>> waiting;
    const std::lock_guard lock(mutex_);
    watched.swap(watched_);
    waiting.swap(waiting_);
}

bool Caretaker::watch(const std::shared_ptr<Connection>& connection, int socket)
{
    const std::lock_guard lock(mutex_);
    if (stopping_)
        return false;
    epoll_event event{};
    event.events = EPOLLOUT; // level-triggered: a connection may stop after its share and be called again
    event.data.fd = socket;
    if (::epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, socket, &event) != 0)
        return false;
    watched_[socket] = connection;
    metrics_.slow_writers.fetch_add(1, std::memory_order_relaxed);
    return true;
}

void Caretaker::forget(int socket)
{
    const std::lock_guard lock(mutex_);
    if (watched_.erase(socket) > 0)
        ::epoll_ctl(epoll_.number(), EPOLL_CTL_DEL, socket, nullptr);
}

void Caretaker::resume_later(std::shared_ptr<Connection> connection)
{
    {
        const std::lock_guard lock(mutex_);
        if (stopping_)
            return;
        waiting_.push_back(std::move(connection));
    }
    wake();
}

void Caretaker::wake()
{
    const std::uint64_t one = 1;
    // Can only fail when the counter is full, and then the thread is awake anyway.
    [[maybe_unused]] const auto written = ::write(wakeup_.number(), &one, sizeof one);
}

void Caretaker::run()
{
    auto next_check = std::chrono::steady_clock::now() + tick;
    while (!stopping_) {
        try {
            serve_events();
            resume_waiting();
            if (const auto now = std::chrono::steady_clock::now(); now >= next_check) {
                next_check = now + tick;
                check_deadlines();
            }
        } catch (...) { // out of memory: deadlines close what was skipped, once there is memory again
            std::this_thread::sleep_for(tick);
        }
    }
}

void Caretaker::serve_events()
{
    std::array<epoll_event, 256> events{};
    const int count = ::epoll_wait(epoll_.number(), events.data(), static_cast<int>(events.size()), static_cast<int>(tick.count()));
    for (int i = 0; i < count; ++i) {
        const int socket = events[static_cast<std::size_t>(i)].data.fd;
        if (socket == wakeup_.number()) {
            std::uint64_t value = 0;
            [[maybe_unused]] const auto taken = ::read(socket, &value, sizeof value);
            continue;
        }
        std::shared_ptr<Connection> connection;
        {
            const std::lock_guard lock(mutex_);
            if (const auto found = watched_.find(socket); found != watched_.end())
                connection = found->second;
        }
        if (connection)
            connection->on_writable();
    }
}

void Caretaker::resume_waiting()
{
    std::vector<std::shared_ptr<Connection>> waiting;
    {
        const std::lock_guard lock(mutex_);
        waiting.swap(waiting_);
    }
    for (const auto& connection : waiting)
        connection->resume();
}

void Caretaker::check_deadlines()
{
    const auto now = std::chrono::steady_clock::now();
    for (const auto& connection : registry_.all())
        connection->check_deadlines(now);
}

} // namespace hurtrock::http
