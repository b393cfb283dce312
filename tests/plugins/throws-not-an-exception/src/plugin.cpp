#include <hurtrock/sdk.hpp>

class ThrowsNotAnException final : public hurtrock::Plugin {
    void start(hurtrock::Host& host) override
    {
        host.routes().get("/broken/throws-a-number", [](const hurtrock::Request&) -> hurtrock::Response { throw 42; });
    }
};

HURTROCK_PLUGIN(ThrowsNotAnException)
