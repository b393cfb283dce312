#include "connection.hpp"

#include "transport.hpp"

#include <cerrno>
#include <sys/socket.h>

namespace hurtrock::http {

namespace {

// A client that keeps sending although it has its last answer gets that much attention, then a reset.
constexpr std::size_t discarded_bytes_max = 32 * 1024 * 1024;
// An input buffer that grew beyond this is given back once it is empty.
constexpr std::size_t pending_capacity_kept = 16 * 1024;

} // namespace

Connection::Connection(std::shared_ptr<Transport> transport, FileDescriptor socket, std::string peer)
    : transport_(std::move(transport)), socket_(std::move(socket)), peer_(std::move(peer)),
      parser_(transport_->options.limits, transport_->body_limit), since_(Clock::now())
{
    transport_->metrics.connections_open.fetch_add(1, std::memory_order_relaxed);
}

Connection::~Connection()
{
    transport_->registry.remove(this);
    transport_->metrics.connections_open.fetch_sub(1, std::memory_order_relaxed);
}

void Connection::on_input(std::string_view bytes)
{
    Lock lock(mutex_);
    if (state_ == State::closed)
        return;
    if (state_ == State::lingering)
        return discard_input(bytes.size());
    if (!keep_input(bytes)) {
        transport_->metrics.count(ProtocolError::input_flood);
        return close_now();
    }
    pump(lock);
}

void Connection::on_end_of_input()
{
    Lock lock(mutex_);
    end_of_input_ = true;
    if (state_ == State::lingering)
        return close_now();
    // What was received completely is still answered: the client may have closed only its sending side.
    pump(lock);
}

bool Connection::keep_input(std::string_view bytes)
{
    const bool is_busy = state_ != State::reading;
    if (is_busy && pending_.size() - pending_start_ + bytes.size() > transport_->options.ahead_bytes_max)
        return false;
    pending_.append(bytes);
    return true;
}

void Connection::discard_input(std::size_t bytes)
{
    discarded_bytes_ += bytes;
    if (discarded_bytes_ > discarded_bytes_max)
        close_now();
}

// Parses and dispatches until input runs out or a request is being handled. Only one thread at a time is inside.
void Connection::pump(Lock& lock)
{
    if (pumping_)
        return;
    pumping_ = true;
    while (state_ == State::reading) {
        auto input = std::string_view(pending_).substr(pending_start_);
        RequestParser::Outcome outcome = RequestParser::Outcome::need_more;
        try {
            outcome = parser_.feed(input);
        } catch (...) { // out of memory, or the body limit callback threw
            transport_->log(LogLevel::error, "a request could not be read; its connection is closed");
            close_now();
            break;
        }
        pending_start_ = pending_.size() - input.size();
        if (outcome == RequestParser::Outcome::need_more) {
            await_more_input();
            break;
        }
        if (outcome == RequestParser::Outcome::failed)
            refuse(parser_.failure());
        else
            dispatch(lock);
    }
    pumping_ = false;
}

void Connection::await_more_input()
{
    pending_.clear();
    pending_start_ = 0;
    if (pending_.capacity() > pending_capacity_kept)
        pending_.shrink_to_fit();
    if (end_of_input_)
        return close_now();
    if (parser_.wants_continue() && !continue_sent_)
        send_continue();
    const auto awaited = parser_.is_in_body() ? Awaited::body : parser_.is_idle() ? Awaited::request : Awaited::head;
    if (awaited != awaited_)
        await(awaited);
}

void Connection::await(Awaited awaited)
{
    awaited_ = awaited;
    since_ = Clock::now();
    window_start_ = since_;
    window_bytes_ = parser_.body_bytes_read();
}

void Connection::send_continue()
{
    constexpr std::string_view text = "HTTP/1.1 100 Continue\r\n\r\n";
    continue_sent_ = true;
    const auto sent = ::send(socket_.number(), text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    // The socket is empty here, so it takes all or is broken.
    if (sent != static_cast<ssize_t>(text.size()))
        close_now();
}

// Hands the request to the handler, without the lock. On return the state tells whether it was answered meanwhile.
void Connection::dispatch(Lock& lock)
{
    current_ = {parser_.minor(), parser_.keep_alive(), parser_.is_head_request()};
    continue_sent_ = false;
    state_ = State::handling;
    Request request = parser_.take_request();
    request.peer = peer_;
    transport_->metrics.requests.fetch_add(1, std::memory_order_relaxed);
    auto self = shared_from_this();
    lock.unlock();
    try {
        transport_->handler(Exchange(std::move(self), std::move(request)));
    } catch (...) {
        transport_->log(LogLevel::error, "an exception left the request handler");
    }
    lock.lock();
}

void Connection::answer(Response response)
{
    const Lock lock(mutex_);
    if (state_ == State::handling)
        begin_response(std::move(response), current_);
}

void Connection::answer_unanswered() noexcept
{
    transport_->metrics.unanswered_requests.fetch_add(1, std::memory_order_relaxed);
    try {
        answer(transport_->error_response(500));
    } catch (...) { // out of memory
        abort();
    }
}

void Connection::refuse(ParserFailure failure)
{
    transport_->metrics.count(failure.error);
    HeadContext context{parser_.minor(), false, parser_.is_head_request()};
    begin_response(transport_->error_response(failure.status), context);
}

void Connection::begin_response(Response response, const HeadContext& context)
try {
    HeadContext sent = context;
    const bool is_last = end_of_input_ && pending_start_ == pending_.size();
    sent.keep_alive = context.keep_alive && !response.close && !is_last && !transport_->draining;
    auto head = write_response_head(response, sent);
    if (head.refused_headers > 0) {
        transport_->metrics.refused_headers.fetch_add(static_cast<std::uint64_t>(head.refused_headers), std::memory_order_relaxed);
        transport_->log(LogLevel::error, "a response header with forbidden characters was not sent");
    }
    const bool has_source = head.has_body && response.source;
    close_after_response_ = !sent.keep_alive || (has_source && sent.minor == 0);
    if (head.has_body && !has_source)
        outgoing_.start(std::move(head.text), std::move(response.body), std::move(response.file));
    else
        outgoing_.start(std::move(head.text), nullptr, std::nullopt);
    if (has_source)
        begin_source(std::move(response.source));
    state_ = State::writing;
    since_ = Clock::now();
    window_start_ = since_;
    window_bytes_ = 0;
    write_some();
} catch (...) { // out of memory: without an answer the connection is of no use
    close_now();
}

void Connection::write_some()
{
    const auto bytes_before = outgoing_.bytes_sent();
    const auto progress = outgoing_.flush(socket_.number());
    transport_->metrics.bytes_out.fetch_add(outgoing_.bytes_sent() - bytes_before, std::memory_order_relaxed);
    switch (progress) {
    case Outgoing::Progress::done: return all_written();
    case Outgoing::Progress::failed: return close_now();
    case Outgoing::Progress::blocked:
        if (!is_watched_)
            is_watched_ = transport_->caretaker.watch(shared_from_this(), socket_.number());
        if (!is_watched_)
            close_now();
    }
}

void Connection::stop_watching()
{
    if (is_watched_)
        transport_->caretaker.forget(socket_.number());
    is_watched_ = false;
}

void Connection::all_written()
{
    stop_watching();
    if (!source_)
        return finish_response();
    if (outgoing_.bytes_sent() > window_bytes_)
        heard_ = Clock::now(); // the reader took his time, the source did not
    if (then_ == BodyPiece::Then::end)
        return end_source();
    if (then_ == BodyPiece::Then::later)
        pull_ = Pull::pausing; // check_source() asks again
    else
        ask_source();
}

void Connection::finish_response()
{
    outgoing_.clear();
    if (close_after_response_)
        return close_gracefully();
    state_ = State::reading;
    await(Awaited::request);
    // The handler must not run inside answer(), whose caller may hold locks of its own. pump() goes on by itself.
    if (!pumping_ && (pending_start_ < pending_.size() || end_of_input_))
        transport_->caretaker.resume_later(shared_from_this());
}

void Connection::on_writable()
{
    const Lock lock(mutex_);
    // Not watched any more: this call was on its way when the last byte went out.
    if (state_ == State::writing && is_watched_)
        write_some();
}

void Connection::resume()
{
    Lock lock(mutex_);
    pump(lock);
}

void Connection::check_deadlines(Clock::time_point now)
{
    const Lock lock(mutex_);
    switch (state_) {
    case State::reading: return check_reading(now);
    case State::writing: return check_writing(now);
    case State::lingering:
        if (now - since_ > transport_->options.deadlines.linger)
            close_now();
        return;
    case State::handling:
    case State::closed: return;
    }
}

void Connection::check_reading(Clock::time_point now)
{
    const auto& deadlines = transport_->options.deadlines;
    switch (awaited_) {
    case Awaited::request:
        if (now - since_ > deadlines.idle)
            close_now();
        return;
    case Awaited::head:
        if (now - since_ > deadlines.head)
            refuse({408, ProtocolError::head_too_slow});
        return;
    case Awaited::body: return check_body(now);
    }
}

void Connection::check_body(Clock::time_point now)
{
    const auto& deadlines = transport_->options.deadlines;
    const auto bytes = parser_.body_bytes_read();
    bool is_too_slow = now - since_ > deadlines.body;
    if (now - window_start_ > deadlines.body_window) {
        is_too_slow = is_too_slow || bytes - window_bytes_ < deadlines.body_window_bytes_min;
        window_start_ = now;
        window_bytes_ = bytes;
    }
    if (is_too_slow)
        refuse({408, ProtocolError::body_too_slow});
}

void Connection::check_writing(Clock::time_point now)
{
    if (source_)
        check_source(now);
    if (state_ != State::writing || pull_ == Pull::asked || pull_ == Pull::pausing)
        return; // it is not the reader we wait for
    const auto& deadlines = transport_->options.deadlines;
    if (now - window_start_ <= deadlines.write_window)
        return;
    const auto bytes = outgoing_.bytes_sent();
    if (bytes - window_bytes_ < deadlines.write_window_bytes_min) {
        transport_->metrics.slow_writers_cut.fetch_add(1, std::memory_order_relaxed);
        return close_now();
    }
    window_start_ = now;
    window_bytes_ = bytes;
}

void Connection::close_if_idle()
{
    const Lock lock(mutex_);
    if (state_ == State::reading && !pumping_ && awaited_ == Awaited::request && pending_start_ == pending_.size())
        close_now();
}

void Connection::abort()
{
    const Lock lock(mutex_);
    close_now();
}

bool Connection::is_unfinished() const
{
    const Lock lock(mutex_);
    return pumping_ || state_ == State::reading || state_ == State::handling || state_ == State::writing;
}

// Closing at once while the client still sends would make the kernel send a reset, which can destroy the answer
// before the client has read it.
void Connection::close_gracefully()
{
    if (end_of_input_)
        return close_now();
    state_ = State::lingering;
    since_ = Clock::now();
    pending_.clear();
    pending_start_ = 0;
    ::shutdown(socket_.number(), SHUT_WR);
}

void Connection::close_now()
{
    stop_watching();
    state_ = State::closed;
    outgoing_.clear();
    source_ = nullptr;
    pull_ = Pull::none;
    pending_.clear();
    pending_start_ = 0;
    ::shutdown(socket_.number(), SHUT_RDWR);
}

} // namespace hurtrock::http
