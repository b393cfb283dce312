#include "streams.hpp"

#include "core/http/worker_pool.hpp"
#include "core/log/log.hpp"
#include "core/plugins/guard.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>

namespace hurtrock::web {

using Then = http::BodyPiece::Then;

/// One producer. Destroyed on a thread for streams, because that runs the plugin's code.
struct Streams::Stream {
    Stream(std::shared_ptr<std::atomic<std::size_t>> counter, std::string plugin, std::string id, std::shared_ptr<void> keep, Producer producer)
        : open{std::move(counter)}, generation{std::move(keep)}, owner{std::move(plugin)}, request_id{std::move(id)}, next{std::move(producer)}
    {
    }
    ~Stream()
    {
        plugins::guarded(owner, "stream", 0, [this] {
            next = nullptr;
            return 0;
        });
        --*open;
    }

    http::BodyPiece make_piece();
    Then run_producer(std::string& bytes);

    const std::shared_ptr<std::atomic<std::size_t>> open;
    const std::shared_ptr<void> generation; // outlives `next`
    const std::string owner, request_id;
    Producer next;
    std::atomic<bool> ending{false}, is_cut{false};
};

http::BodyPiece Streams::Stream::make_piece()
{
    http::BodyPiece piece;
    if (is_cut) return {{}, Then::broken};
    const log::RequestScope scope{request_id};
    piece.then = plugins::guarded(owner, "stream", Then::broken, [&] { return run_producer(piece.bytes); });
    if (piece.bytes.size() > piece_bytes_max) {
        log::write(log::Level::error, owner, "stream made too large a piece", {{"bytes", piece.bytes.size()}, {"bytes_max", piece_bytes_max}});
        return {{}, Then::broken};
    }
    if (ending && piece.then == Then::later) piece.then = Then::end;
    return piece;
}

Then Streams::Stream::run_producer(std::string& bytes)
{
    switch (next(bytes)) {
    case Streaming::more: return Then::more;
    case Streaming::later: return Then::later;
    case Streaming::done: return Then::end;
    }
    return Then::broken;
}

struct Streams::Shared {
    std::mutex mutex;
    std::vector<std::weak_ptr<Stream>> all;
    const std::shared_ptr<std::atomic<std::size_t>> open{std::make_shared<std::atomic<std::size_t>>(0)};
    /// A stream has at most a piece and its end in the queue, and plugins leave one at a time: nothing is ever refused.
    http::WorkerPool pool{"stream", threads, 2 * open_max + 64,
                          [](const std::string& what) { log::write(log::Level::error, "stream", "stream failed", {{"reason", what}}); }};

    template <class Action>
    void for_each_of(const void* generation, Action action)
    {
        std::vector<std::shared_ptr<Stream>> found;
        {
            const std::lock_guard lock{mutex};
            for (const auto& one : all)
                if (auto stream = one.lock()) found.push_back(std::move(stream));
        }
        for (const auto& stream : found)
            if (stream->generation.get() == generation) action(*stream);
        pool.try_post([kept = std::move(found)] {}); // this thread must not be the one that destroys them
    }
};

class Streams::Source final : public http::BodySource {
public:
    Source(std::shared_ptr<Shared> shared, std::shared_ptr<Stream> stream) : shared_{std::move(shared)}, stream_{std::move(stream)} {}
    ~Source() override
    {
        // Whoever lets go last, a piece under way or this, destroys the stream on a thread for streams.
        auto* pool = &shared_->pool;
        if (stream_) pool->try_post([stream = std::move(stream_)]() mutable { stream.reset(); });
    }

    void ask(Deliver deliver) override
    {
        shared_->pool.try_post([stream = stream_, deliver = std::move(deliver)]() mutable {
            auto piece = stream->make_piece();
            stream.reset();
            deliver(std::move(piece));
        });
    }
    bool is_wanted() const override { return !stream_->is_cut; }

private:
    const std::shared_ptr<Shared> shared_;
    std::shared_ptr<Stream> stream_;
};

Streams::Streams() : shared_{std::make_shared<Shared>()} {}
Streams::~Streams() { stop(); }

std::shared_ptr<http::BodySource> Streams::open(std::string owner, std::string request_id, std::shared_ptr<void> generation, Producer next)
{
    auto& open = *shared_->open;
    if (++open > open_max) {
        --open;
        return nullptr;
    }
    auto stream = std::make_shared<Stream>(shared_->open, std::move(owner), std::move(request_id), std::move(generation), std::move(next));
    {
        const std::lock_guard lock{shared_->mutex};
        std::erase_if(shared_->all, [](const auto& one) { return one.expired(); });
        shared_->all.push_back(stream);
    }
    return std::make_shared<Source>(shared_, std::move(stream));
}

void Streams::end(const void* generation)
{
    shared_->for_each_of(generation, [](Stream& stream) { stream.ending = true; });
}

void Streams::cut(const void* generation)
{
    shared_->for_each_of(generation, [](Stream& stream) { stream.is_cut = true; });
}

std::size_t Streams::open_count() const { return *shared_->open; }
void Streams::stop() { shared_->pool.stop(); }

} // namespace hurtrock::web
