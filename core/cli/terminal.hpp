#pragma once

#include <hurtrock/commands.hpp>

#include <chrono>

namespace hurtrock::cli {

/// Standard output and error. Progress redraws one line in a terminal; elsewhere it prints a line every few seconds.
class StandardTerminal final : public Terminal {
public:
    StandardTerminal();
    void print(std::string_view line) override;
    void error(std::string_view line) override;
    void progress(std::string_view what, std::int64_t done, std::int64_t total) override;

private:
    void clear_progress();

    const bool interactive_;
    bool progress_shown_{false};
    std::chrono::steady_clock::time_point last_progress_{};
};

} // namespace hurtrock::cli
