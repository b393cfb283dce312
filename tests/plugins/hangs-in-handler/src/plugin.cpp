#include <hurtrock/sdk.hpp>

#include <chrono>
#include <thread>

class HangsInHandler final : public hurtrock::Plugin {
    void start(hurtrock::Host& host) override
    {
        host.routes().get("/broken/hangs", [](const hurtrock::Request&) -> hurtrock::Response {
            for (;;) std::this_thread::sleep_for(std::chrono::hours{1});
        });
    }
};

HURTROCK_PLUGIN(HangsInHandler)
