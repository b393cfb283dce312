// Connection's part for bodies that are made while they are sent.
#include "connection.hpp"

#include "transport.hpp"

#include <array>
#include <cstdio>

namespace hurtrock::http {

namespace {

constexpr std::string_view last_chunk = "0\r\n\r\n";

// RFC 9112, 7.1: size in hexadecimal, the bytes, a line end each.
std::string chunk_of(const std::string& bytes)
{
    std::array<char, 24> size{};
    std::snprintf(size.data(), size.size(), "%zx\r\n", bytes.size());
    return size.data() + bytes + "\r\n";
}

} // namespace

void Connection::begin_source(std::shared_ptr<BodySource> source)
{
    transport_->metrics.streams_begun.fetch_add(1, std::memory_order_relaxed);
    source_ = std::move(source);
    pull_ = Pull::sending; // the head
    then_ = BodyPiece::Then::more;
    heard_ = Clock::now();
}

void Connection::ask_source()
{
    pull_ = Pull::asked;
    source_->ask([self = shared_from_this()](BodyPiece piece) { self->take_piece(std::move(piece)); });
}

void Connection::take_piece(BodyPiece piece)
try {
    const Lock lock(mutex_);
    if (state_ != State::writing || pull_ != Pull::asked)
        return;
    if (piece.then == BodyPiece::Then::broken)
        return cut_source("its source failed");
    // What is made for as long as the client listens must not hold up a server that wants to stop.
    if (piece.then == BodyPiece::Then::later && transport_->draining)
        piece.then = BodyPiece::Then::end;
    const auto now = Clock::now();
    const bool is_last = piece.then == BodyPiece::Then::end;
    const bool is_chunked = current_.minor >= 1;
    if (!piece.bytes.empty())
        heard_ = now;
    auto bytes = is_chunked && !piece.bytes.empty() ? chunk_of(piece.bytes) : std::move(piece.bytes);
    if (is_chunked && is_last)
        bytes.append(last_chunk);
    pull_ = Pull::sending;
    // A source that is asked in vain must not be asked in a circle.
    then_ = bytes.empty() && !is_last ? BodyPiece::Then::later : piece.then;
    outgoing_.continue_with(std::move(bytes));
    window_start_ = now;
    window_bytes_ = outgoing_.bytes_sent();
    write_some();
} catch (...) { // out of memory
    abort();
}

void Connection::end_source()
{
    source_ = nullptr;
    pull_ = Pull::none;
    close_after_response_ = close_after_response_ || transport_->draining;
    finish_response();
}

void Connection::cut_source(std::string_view why)
{
    transport_->metrics.streams_cut.fetch_add(1, std::memory_order_relaxed);
    transport_->log(LogLevel::warning, "an answer was cut off: " + std::string(why));
    close_now();
}

// Several times a second: asks again what had nothing to give, and ends what nobody waits for.
void Connection::check_source(Clock::time_point now)
{
    if (!source_->is_wanted())
        return cut_source("it is no longer wanted");
    const bool is_waiting = pull_ == Pull::asked || pull_ == Pull::pausing;
    if (is_waiting && now - heard_ > transport_->options.deadlines.source_silence)
        return cut_source("its source brought nothing for too long");
    if (pull_ == Pull::pausing)
        ask_source();
}

} // namespace hurtrock::http
