#include "terminal.hpp"

#include <cstdio>
#include <unistd.h>

namespace hurtrock::cli {
namespace {

constexpr std::chrono::milliseconds redraw_after{80};
constexpr std::chrono::seconds report_after{5};

void write_line(std::FILE* file, std::string_view line)
{
    std::fwrite(line.data(), 1, line.size(), file);
    std::fputc('\n', file);
    std::fflush(file);
}

} // namespace

StandardTerminal::StandardTerminal() : interactive_{::isatty(STDERR_FILENO) == 1} {}

void StandardTerminal::clear_progress()
{
    if (progress_shown_) std::fputs("\r\033[K", stderr);
    progress_shown_ = false;
}

void StandardTerminal::print(std::string_view line)
{
    clear_progress();
    write_line(stdout, line);
}

void StandardTerminal::error(std::string_view line)
{
    clear_progress();
    write_line(stderr, line);
}

void StandardTerminal::progress(std::string_view what, std::int64_t done, std::int64_t total)
{
    const auto now = std::chrono::steady_clock::now();
    const bool last = done >= total;
    if (!last && now - last_progress_ < (interactive_ ? std::chrono::milliseconds{redraw_after} : std::chrono::milliseconds{report_after})) return;
    last_progress_ = now;
    const auto percent = total > 0 ? done * 100 / total : 100;
    std::fprintf(stderr, "%s%.*s  %lld of %lld (%lld %%)%s", interactive_ ? "\r\033[K" : "", static_cast<int>(what.size()), what.data(),
                 static_cast<long long>(done), static_cast<long long>(total), static_cast<long long>(percent), interactive_ ? "" : "\n");
    std::fflush(stderr);
    progress_shown_ = interactive_;
}

} // namespace hurtrock::cli
