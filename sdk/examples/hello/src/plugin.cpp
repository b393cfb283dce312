#include <hurtrock/sdk.hpp>
using namespace hurtrock;

class Hello final : public Plugin {
    void start(Host& host) override
    {
        auto& settings = host.settings();
        host.routes().get("/hello/{name}", [&settings](const Request& request) {
            return page("hello/hello.html", {{"name", request.path("name")}, {"greeting", settings.text("greeting")}});
        });
        host.slots().fill("home.bottom", "hello/strip.html");
    }
};

HURTROCK_PLUGIN(Hello)
