#pragma once
/// What a stored mail is.

#include <hurtrock/clock.hpp>

#include <cstdint>
#include <string>

namespace hurtrock::mail {

enum class State { pending, sent, failed, kept };

struct Address {
    std::string address;
    std::string name;
};

struct StoredMail {
    std::int64_t id{0};
    /// "<…@…>", as in the header.
    std::string message_id;
    Address from;
    Address to;
    std::string template_name;
    std::string locale;
    std::string subject;
    std::string text;
    std::string html;
    State state{State::pending};
    int tries{0};
    Time next_try_at{};
    std::string last_error;
    Time created_at{};
    Time sent_at{};
};

const char* name_of(State state) noexcept;

/// ASCII with one @, no spaces, quotes or control characters, at most 254 bytes: what we are ready to send to.
bool is_address(std::string_view text) noexcept;

} // namespace hurtrock::mail
