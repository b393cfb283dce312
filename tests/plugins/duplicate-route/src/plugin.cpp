#include <hurtrock/sdk.hpp>

class DuplicateRoute final : public hurtrock::Plugin {
    void start(hurtrock::Host& host) override
    {
        host.routes().get("/broken/before-the-claim", [](const hurtrock::Request&) { return hurtrock::text("must not be seen"); });
        host.routes().get("/cart", [](const hurtrock::Request&) { return hurtrock::text("must not be seen"); });
    }
};

HURTROCK_PLUGIN(DuplicateRoute)
