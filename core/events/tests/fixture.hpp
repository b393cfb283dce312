#pragma once

#include "core/events/dispatcher.hpp"
#include "core/events/outbox.hpp"
#include "core/testing/test_database.hpp"

#include <gtest/gtest.h>

#include <map>
#include <mutex>

namespace hurtrock::events {

struct Events : ::testing::Test {
    hurtrock::testing::TestClock clock;
    hurtrock::testing::TestLog log;
    std::mutex mutex;
    std::map<std::string, std::vector<DuringListener>, std::less<>> during;
    std::map<std::string, std::vector<AfterListener>, std::less<>> after;
    int guarded{0};
    std::function<void()> committed{[] {}};

    Listeners listeners{
        .during = [this](std::string_view event) { return find(during, event); },
        .after = [this](std::string_view event) { return find(after, event); },
        .guard =
            [this](const std::string&, const char*, const std::function<Result<Done>()>& call) {
                {
                    const std::lock_guard lock{mutex};
                    ++guarded;
                }
                return call();
            },
    };
    Outbox outbox{clock, log, listeners, [this] { committed(); }};

    void SetUp() override;
    void TearDown() override { hurtrock::testing::database().set_event_sink(nullptr); }

    template <class Map>
    typename Map::mapped_type find(const Map& map, std::string_view event)
    {
        const std::lock_guard lock{mutex};
        const auto found = map.find(event);
        return found == map.end() ? typename Map::mapped_type{} : found->second;
    }
    Result<Done> raise(const char* event, const std::string& aggregate = "note:1", Value payload = {{"n", 1}})
    {
        return hurtrock::testing::database().transaction(
            "test.raise", [&](Transaction& tx) { return tx.raise_event(event, aggregate, payload); });
    }
};

std::int64_t waiting_rows();

} // namespace hurtrock::events
