#include <hurtrock/sdk.hpp>

class UnknownPathType final : public hurtrock::Plugin {
    void start(hurtrock::Host& host) override
    {
        host.routes().get("/broken/{name:slag}", [](const hurtrock::Request&) { return hurtrock::text("must not be seen"); });
    }
};

HURTROCK_PLUGIN(UnknownPathType)
