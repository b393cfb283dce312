// One client connection: bytes in, requests out to the handler one at a time and in order, answers back.
//
// The socket here is a duplicate of the one that is polled for reading. Every write and every close goes through the
// duplicate, which lives as long as this object: the number can therefore not be reused for another client while an
// answer is on its way, whatever the reading side does. Closing means shutdown() of the duplicate, which the reading
// side sees as the end of input.
//
// States:
//   reading    between requests or inside one                      -> handling, lingering, closed
//   handling   the handler has the exchange; input is kept for later -> writing, closed
//   writing    the answer is going out, or its source makes more   -> reading, lingering, closed
//   lingering  our side is closed; input is thrown away for a while  -> closed
//   closed     nothing is sent or handled any more
#pragma once

#include "file_descriptor.hpp"
#include "outgoing.hpp"
#include "parser.hpp"
#include "response_head.hpp"

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace hurtrock::http {

struct Transport;

class Connection : public std::enable_shared_from_this<Connection> {
public:
    using Clock = std::chrono::steady_clock;

    Connection(std::shared_ptr<Transport> transport, FileDescriptor socket, std::string peer);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // From the reading side, one thread at a time.
    void on_input(std::string_view bytes);
    void on_end_of_input();

    // From any thread, for the exchange of the current request.
    void answer(Response response);
    void answer_unanswered() noexcept;

    // From the caretaker.
    void on_writable();
    void resume();
    void check_deadlines(Clock::time_point now);

    // From the server, when it stops.
    void close_if_idle();
    void abort();
    bool is_unfinished() const;

private:
    using Lock = std::unique_lock<std::mutex>;
    enum class State { reading, handling, writing, lingering, closed };
    enum class Awaited { request, head, body }; // what a reading connection waits for

    bool keep_input(std::string_view bytes);
    void discard_input(std::size_t bytes);
    void pump(Lock& lock);
    void await_more_input();
    void dispatch(Lock& lock);
    void send_continue();
    void refuse(ParserFailure failure);
    void begin_response(Response response, const HeadContext& context);
    void write_some();
    void all_written();
    void finish_response();
    void stop_watching();

    // Of a body that is made while it is sent (connection_streaming.cpp).
    void begin_source(std::shared_ptr<BodySource> source);
    void ask_source();
    void take_piece(BodyPiece piece);
    void end_source();
    void cut_source(std::string_view why);
    void check_source(Clock::time_point now);

    void await(Awaited awaited);
    void check_reading(Clock::time_point now);
    void check_body(Clock::time_point now);
    void check_writing(Clock::time_point now);
    void close_gracefully();
    void close_now();

    const std::shared_ptr<Transport> transport_;
    const FileDescriptor socket_;
    const std::string peer_;

    mutable std::mutex mutex_; // protects everything below
    State state_ = State::reading;
    RequestParser parser_;
    std::string pending_; // received, not yet parsed
    std::size_t pending_start_ = 0;
    bool pumping_ = false; // a thread is in pump(); it will see whatever is added to pending_
    bool end_of_input_ = false;
    bool continue_sent_ = false;
    bool is_watched_ = false; // the caretaker calls on_writable()

    HeadContext current_; // of the request being handled
    Outgoing outgoing_;
    bool close_after_response_ = false;

    // What the source of the present body is doing; `none` when the body has no source.
    enum class Pull { none, sending, asked, pausing };
    std::shared_ptr<BodySource> source_;
    Pull pull_ = Pull::none;
    BodyPiece::Then then_ = BodyPiece::Then::more; // after the piece that is being sent
    Clock::time_point heard_;                      // when the source last brought something

    Awaited awaited_ = Awaited::request;
    Clock::time_point since_;        // when the present state or wait began
    Clock::time_point window_start_; // of the progress window
    std::uint64_t window_bytes_ = 0; // transferred before the window
    std::size_t discarded_bytes_ = 0;
};

} // namespace hurtrock::http
