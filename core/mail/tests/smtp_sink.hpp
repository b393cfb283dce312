#pragma once
/// Runs smtp_sink.py beside the test.

#include <hurtrock/value.hpp>

#include <cstdio>
#include <string>
#include <sys/types.h>

namespace hurtrock::testing {

class SmtpSink {
public:
    SmtpSink();
    ~SmtpSink();
    int port() const noexcept { return port_; }
    std::string url(const std::string& login = {}) const;
    /// Waits for the next accepted mail; a null Value when none comes in time.
    Value next(int patience_ms = 10'000);

private:
    std::string read_line(int patience_ms);
    pid_t child_;
    int input_;
    int output_;
    std::string buffer_;
    int port_;
};

} // namespace hurtrock::testing
