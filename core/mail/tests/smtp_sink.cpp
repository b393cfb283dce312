#include "smtp_sink.hpp"

#include <hurtrock/json.hpp>

#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace hurtrock::testing {

SmtpSink::SmtpSink()
{
    int to_child[2], from_child[2];
    if (::pipe2(to_child, O_CLOEXEC) || ::pipe2(from_child, O_CLOEXEC)) throw std::runtime_error{"no pipes"};
    child_ = ::fork();
    if (child_ == 0) {
        ::dup2(to_child[0], 0);
        ::dup2(from_child[1], 1);
        ::execl("/usr/bin/python3", "python3", HURTROCK_SMTP_SINK, nullptr);
        ::_exit(127);
    }
    ::close(to_child[0]);
    ::close(from_child[1]);
    input_ = to_child[1];
    output_ = from_child[0];
    port_ = std::atoi(read_line(20'000).c_str());
    if (port_ == 0) throw std::runtime_error{"the SMTP sink did not start; is python3-aiosmtpd installed?"};
}

SmtpSink::~SmtpSink()
{
    ::close(input_);
    ::waitpid(child_, nullptr, 0);
    ::close(output_);
}

std::string SmtpSink::url(const std::string& login) const
{
    return "smtp://" + (login.empty() ? "" : login + '@') + "127.0.0.1:" + std::to_string(port_);
}

std::string SmtpSink::read_line(int patience_ms)
{
    for (;;) {
        if (const auto end = buffer_.find('\n'); end != std::string::npos) {
            auto line = buffer_.substr(0, end);
            buffer_.erase(0, end + 1);
            return line;
        }
        pollfd waiting{output_, POLLIN, 0};
        char bytes[4096];
        if (::poll(&waiting, 1, patience_ms) <= 0) return {};
        const auto count = ::read(output_, bytes, sizeof bytes);
        if (count <= 0) return {};
        buffer_.append(bytes, static_cast<std::size_t>(count));
    }
}

Value SmtpSink::next(int patience_ms)
{
    const auto line = read_line(patience_ms);
    if (line.empty()) return {};
    return from_json(line).value();
}

} // namespace hurtrock::testing
