#include <hurtrock/sdk.hpp>

#include <stdexcept>

class ThrowsInHandler final : public hurtrock::Plugin {
    void start(hurtrock::Host& host) override
    {
        host.routes().get("/broken/throws", [](const hurtrock::Request&) -> hurtrock::Response { throw std::runtime_error{"a string snapped"}; });
        host.slots().fill("home.bottom", "throws-in-handler/missing.html",
                          [](const hurtrock::Request&, const hurtrock::Value&) -> hurtrock::Value { throw std::runtime_error{"a string snapped in a slot"}; });
    }
};

HURTROCK_PLUGIN(ThrowsInHandler)
