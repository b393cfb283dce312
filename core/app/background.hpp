#pragma once
/// The threads that work without a visitor: events, jobs, mail, changed settings, switched plugins, requests that hang. Started after the application, stopped
/// before it.

#include "application.hpp"

namespace hurtrock::app {

class Background {
public:
    /// `restart` is called on one of the threads when too many requests hang. `safe_mode`: plugins.yaml is not followed.
    Background(Application& application, bool safe_mode, std::function<void()> restart);
    /// Stops.
    ~Background();
    /// Lets what is being done finish, begins nothing more.
    void stop();

private:
    struct Threads;
    std::unique_ptr<Threads> threads_;
};

} // namespace hurtrock::app
