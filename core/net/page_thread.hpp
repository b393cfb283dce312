#pragma once
/// Marks threads that answer pages: on them nothing may wait for another server, or one gateway that hangs would take
/// the whole shop with it.

namespace hurtrock::net {

class PageThread {
public:
    PageThread() noexcept;
    ~PageThread();
    PageThread(const PageThread&) = delete;
    PageThread& operator=(const PageThread&) = delete;

    /// Whether this thread is marked.
    static bool here() noexcept;

private:
    bool outer_;
};

} // namespace hurtrock::net
