#pragma once
/// The threads that work without a visitor: events, jobs, mail, changed settings. Started after the application, stopped
/// before it.

#include "application.hpp"

namespace hurtrock::app {

class Background {
public:
    explicit Background(Application& application);
    /// Stops.
    ~Background();
    /// Lets what is being done finish, begins nothing more.
    void stop();

private:
    struct Threads;
    std::unique_ptr<Threads> threads_;
};

} // namespace hurtrock::app
