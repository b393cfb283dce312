#include "core/web/streams.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <stdexcept>
#include <thread>

namespace hurtrock::web {
namespace {

using namespace std::chrono_literals;
using Then = http::BodyPiece::Then;

http::BodyPiece ask(http::BodySource& source)
{
    auto promise = std::make_shared<std::promise<http::BodyPiece>>();
    auto piece = promise->get_future();
    source.ask([promise](http::BodyPiece made) { promise->set_value(std::move(made)); });
    return piece.get();
}

bool eventually(const std::function<bool()>& condition)
{
    for (int i = 0; i < 500; ++i) {
        if (condition()) return true;
        std::this_thread::sleep_for(10ms);
    }
    return false;
}

Producer counting(int pieces)
{
    return [left = pieces](std::string& piece) mutable {
        piece = std::to_string(left);
        return --left > 0 ? Streaming::more : Streaming::done;
    };
}

TEST(Streams, AskTheProducerForEachPiece)
{
    Streams streams;
    auto source = streams.open("p", "id", nullptr, counting(2));
    auto piece = ask(*source);
    EXPECT_EQ(piece.bytes, "2");
    EXPECT_EQ(piece.then, Then::more);
    piece = ask(*source);
    EXPECT_EQ(piece.bytes, "1");
    EXPECT_EQ(piece.then, Then::end);
}

TEST(Streams, EndWhenTheProducerThrowsOrOverdoesIt)
{
    Streams streams;
    EXPECT_EQ(ask(*streams.open("p", "id", nullptr, [](std::string&) -> Streaming { throw std::runtime_error{"torn"}; })).then, Then::broken);
    EXPECT_EQ(ask(*streams.open("p", "id", nullptr, [](std::string&) -> Streaming { throw 42; })).then, Then::broken);
    const auto large = ask(*streams.open("p", "id", nullptr, [](std::string& piece) {
        piece.assign(Streams::piece_bytes_max + 1, 'x');
        return Streaming::more;
    }));
    EXPECT_EQ(large.then, Then::broken);
    EXPECT_TRUE(large.bytes.empty());
}

TEST(Streams, HoldTheirGenerationUntilTheyAreOver)
{
    Streams streams;
    auto generation = std::make_shared<int>(1);
    std::atomic<bool> generation_lived{false};
    // Told when the producer's captures are destroyed.
    const auto told = [&](const std::weak_ptr<int>& watched) {
        return std::shared_ptr<void>(nullptr, [&generation_lived, watched](void*) { generation_lived = !watched.expired(); });
    };
    auto source = streams.open("p", "id", generation, [probe = told(generation)](std::string&) { return Streaming::later; });
    const std::weak_ptr<int> watched = generation;
    generation.reset();
    ask(*source);
    EXPECT_FALSE(watched.expired());
    source.reset();
    EXPECT_TRUE(eventually([&] { return watched.expired(); }));
    EXPECT_TRUE(generation_lived) << "the producer is destroyed before what it belongs to";
    EXPECT_TRUE(eventually([&] { return streams.open_count() == 0; }));
}

TEST(Streams, OfALeavingGenerationEndAtTheirNextPause)
{
    Streams streams;
    const auto leaving = std::make_shared<int>(1), staying = std::make_shared<int>(2);
    const auto idle = [](std::string&) { return Streaming::later; };
    auto first = streams.open("p", "id", leaving, idle), second = streams.open("p", "id", staying, idle);
    auto busy = streams.open("p", "id", leaving, counting(9));
    EXPECT_EQ(ask(*first).then, Then::later);
    streams.end(leaving.get());
    EXPECT_EQ(ask(*first).then, Then::end);
    EXPECT_EQ(ask(*second).then, Then::later);
    EXPECT_EQ(ask(*busy).then, Then::more) << "one that has something to send goes on";
    EXPECT_TRUE(busy->is_wanted());
    streams.cut(leaving.get());
    EXPECT_FALSE(busy->is_wanted());
    EXPECT_TRUE(second->is_wanted());
    EXPECT_EQ(ask(*busy).then, Then::broken);
}

TEST(Streams, AreLimitedInNumber)
{
    Streams streams;
    std::vector<std::shared_ptr<http::BodySource>> open;
    for (std::size_t i = 0; i < Streams::open_max; ++i) open.push_back(streams.open("p", "id", nullptr, counting(1)));
    EXPECT_EQ(streams.open("p", "id", nullptr, counting(1)), nullptr);
    open.pop_back();
    EXPECT_TRUE(eventually([&] { return streams.open("p", "id", nullptr, counting(1)) != nullptr; }));
}

TEST(Streams, LeftWhileTheirProducerRunsAreHarmless)
{
    Streams streams;
    std::atomic<int> delivered{0};
    for (int i = 0; i < 50; ++i) {
        auto source = streams.open("p", "id", std::make_shared<int>(i), [](std::string& piece) {
            std::this_thread::sleep_for(1ms);
            piece = "x";
            return Streaming::more;
        });
        source->ask([&](http::BodyPiece) { ++delivered; });
    }
    EXPECT_TRUE(eventually([&] { return streams.open_count() == 0 && delivered == 50; }));
}

} // namespace
} // namespace hurtrock::web
