#include <hurtrock/sdk.hpp>

class MissingDependency final : public hurtrock::Plugin {
    void start(hurtrock::Host& host) override
    {
        host.routes().get("/broken/missing-dependency", [](const hurtrock::Request&) { return hurtrock::text("must not be seen"); });
    }
};

HURTROCK_PLUGIN(MissingDependency)
