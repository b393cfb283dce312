#include <hurtrock/sdk.hpp>

class CrashesInHandler final : public hurtrock::Plugin {
    void start(hurtrock::Host& host) override
    {
        host.routes().get("/broken/crashes", [](const hurtrock::Request&) {
            volatile int* nowhere = nullptr;
            *nowhere = 1;
            return hurtrock::text("must not be seen");
        });
    }
};

HURTROCK_PLUGIN(CrashesInHandler)
