#pragma once

#include <hurtrock/clock.hpp>

namespace hurtrock::base {

class SystemClock final : public Clock {
public:
    Time now() const override
    {
        return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
    }
};

} // namespace hurtrock::base
