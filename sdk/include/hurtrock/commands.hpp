#pragma once
/// Commands: what a plugin adds to the `hurtrock` program, such as `hurtrock import FILE`. Register during Plugin::start only.

#include <hurtrock/result.hpp>

#include <functional>
#include <span>

namespace hurtrock {

/// What a running command sees of the terminal. Used on one thread.
class Terminal {
public:
    virtual void print(std::string_view line) = 0;
    virtual void error(std::string_view line) = 0;
    /// Redraws one line in a terminal, prints a line every few seconds otherwise.
    virtual void progress(std::string_view what, std::int64_t done, std::int64_t total) = 0;

protected:
    ~Terminal() = default;
};

struct Command {
    /// One or two words: "import", "seed demo". Several plugins may add to the same "seed" command; they run in order of
    /// their dependencies.
    std::string name;
    std::string summary;
    /// Shown by --help: "FILE [--dry-run]" and what each part means.
    std::string usage{};
    /// Exit code: 0 done, 1 failed, 2 wrong use. An exception is printed and answers 1.
    std::function<int(std::span<const std::string> arguments, Terminal&)> run;
};

class Commands {
public:
    virtual void add(Command command) = 0;

protected:
    ~Commands() = default;
};

} // namespace hurtrock
