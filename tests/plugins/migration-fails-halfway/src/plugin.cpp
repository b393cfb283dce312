#include <hurtrock/sdk.hpp>

class MigrationFailsHalfway final : public hurtrock::Plugin {
    void start(hurtrock::Host& host) override
    {
        host.routes().get("/broken/migration-fails-halfway", [](const hurtrock::Request&) { return hurtrock::text("must not be seen"); });
    }
};

HURTROCK_PLUGIN(MigrationFailsHalfway)
