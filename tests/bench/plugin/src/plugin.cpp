/// GET /bench/things/{id:int}: the shortest honest way through the shop, one statement by primary key, answered as JSON.

#include <hurtrock/sdk.hpp>

#include <charconv>

namespace {

using namespace hurtrock;

const Query thing_by_id{"bench.thing_by_id", "SELECT id, name, amount FROM bench.things WHERE id = $1"};

Response show_thing(const Request& request, Database& database)
{
    std::int64_t id = 0;
    const auto digits = request.path("id");
    std::from_chars(digits.data(), digits.data() + digits.size(), id);
    const auto rows = database.run(thing_by_id, {id});
    if (rows.empty()) return not_found();
    const auto row = rows.front();
    return json({{"id", row.integer("id")}, {"name", row.text("name")}, {"amount", row.integer("amount")}});
}

class BenchPlugin final : public Plugin {
public:
    void start(Host& host) override
    {
        host.routes().get("/bench/things/{id:int}",
                          [&host](const Request& request) { return show_thing(request, host.database()); });
    }
};

} // namespace

HURTROCK_PLUGIN(BenchPlugin)
