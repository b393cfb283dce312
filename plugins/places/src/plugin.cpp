#include "api.hpp"
#include "service.hpp"

#include <fstream>
#include <sstream>

namespace hurtrock::places {
namespace {

/// Without its data the plugin still answers: nothing is found, and addresses are taken as typed.
Gazetteer read_areas(Host& host)
{
    const auto file = host.folder() + "/data/areas.tsv";
    std::ifstream stream{file, std::ios::binary};
    if (!stream) {
        host.log().error("the list of places is missing: addresses are taken as typed", {{"file", file}});
        return {};
    }
    std::ostringstream text;
    text << stream.rdbuf();
    return Gazetteer{std::move(text).str()};
}

} // namespace

class PlacesPlugin final : public Plugin {
    void start(Host& host) override
    {
        places_ = std::make_unique<PlacesService>(read_areas(host));
        host.services().provide<shop::Places>(*places_);
        host.routes().get("/api/v1/places", [this](const Request& request) { return search(request, *places_); },
                          {.rate_per_minute = 240,
                           .summary = "Districts and villages of Indonesia whose names, or the names of what they lie "
                                      "in, begin with the words of q."});
    }

    std::unique_ptr<PlacesService> places_;
};

} // namespace hurtrock::places

HURTROCK_PLUGIN(hurtrock::places::PlacesPlugin)
