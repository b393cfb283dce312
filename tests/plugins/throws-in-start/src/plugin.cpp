#include <hurtrock/sdk.hpp>

#include <stdexcept>

/// Registers a page before it fails: nothing of it may stay.
class ThrowsInStart final : public hurtrock::Plugin {
    void start(hurtrock::Host& host) override
    {
        host.routes().get("/broken/half-started", [](const hurtrock::Request&) { return hurtrock::text("must not be seen"); });
        throw std::runtime_error{"the amplifier is not plugged in"};
    }
};

HURTROCK_PLUGIN(ThrowsInStart)
