#include "pages.hpp"

namespace hurtrock::sample_thing {

class SampleThingPlugin final : public Plugin {
    void start(Host& host) override
    {
        notes_ = std::make_unique<Notes>(host.database());
        pages_ = std::make_unique<Pages>(*notes_, host.settings());

        host.routes().get("/sample-thing", [this](const Request& request) { return pages_->show(request); });
        host.routes().post("/sample-thing", [this](const Request& request) { return pages_->add(request); }, {.rate_per_minute = 10});
    }

    std::unique_ptr<Notes> notes_;
    std::unique_ptr<Pages> pages_;
};

} // namespace hurtrock::sample_thing

HURTROCK_PLUGIN(hurtrock::sample_thing::SampleThingPlugin)
