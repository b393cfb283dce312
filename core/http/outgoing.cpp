#include "outgoing.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <utility>

namespace hurtrock::http {

namespace {

// So that one fast reader of a large answer does not keep a thread from all others.
constexpr std::uint64_t share_bytes_max = 1024 * 1024;

bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK; }

} // namespace

void Outgoing::start(std::string head, std::shared_ptr<const std::string> body, std::optional<FileBody> file)
{
    head_ = std::move(head);
    body_ = std::move(body);
    file_ = std::move(file);
    memory_sent_ = 0;
    bytes_sent_ = 0;
}

void Outgoing::continue_with(std::string bytes)
{
    head_ = std::move(bytes);
    body_ = nullptr;
    file_.reset();
    memory_sent_ = 0;
}

void Outgoing::clear() { start({}, nullptr, std::nullopt); }

Outgoing::Progress Outgoing::flush(int socket)
{
    const auto share_end = bytes_sent_ + share_bytes_max;
    for (;;) {
        const bool has_memory = memory_sent_ < memory_bytes();
        if (!has_memory && (!file_ || file_->length == 0))
            return Progress::done;
        if (bytes_sent_ >= share_end)
            return Progress::blocked;
        const auto step = has_memory ? send_memory(socket) : send_file(socket);
        if (step == Step::blocked)
            return Progress::blocked;
        if (step == Step::failed)
            return Progress::failed;
    }
}

Outgoing::Step Outgoing::send_memory(int socket)
{
    std::array<iovec, 2> pieces{};
    std::size_t count = 0;
    if (memory_sent_ < head_.size())
        pieces[count++] = {head_.data() + memory_sent_, head_.size() - memory_sent_};
    if (body_) {
        const auto body_sent = memory_sent_ - std::min(memory_sent_, head_.size());
        // iovec is also used for reading and therefore not const; sendmsg does not write.
        if (body_sent < body_->size())
            pieces[count++] = {const_cast<char*>(body_->data()) + body_sent, body_->size() - body_sent};
    }
    msghdr message{};
    message.msg_iov = pieces.data();
    message.msg_iovlen = count;
    const int more = file_ && file_->length > 0 ? MSG_MORE : 0;
    const auto sent = ::sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT | more);
    if (sent < 0)
        return errno == EINTR ? Step::sent : would_block() ? Step::blocked : Step::failed;
    memory_sent_ += static_cast<std::size_t>(sent);
    bytes_sent_ += static_cast<std::uint64_t>(sent);
    return Step::sent;
}

Outgoing::Step Outgoing::send_file(int socket)
{
    const auto wanted = std::min<std::int64_t>(file_->length, share_bytes_max);
    off_t offset = file_->offset;
    const auto sent = ::sendfile(socket, file_->descriptor->number(), &offset, static_cast<std::size_t>(wanted));
    if (sent < 0)
        return errno == EINTR ? Step::sent : would_block() ? Step::blocked : Step::failed;
    if (sent == 0)
        return Step::failed;
    file_->offset += sent;
    file_->length -= sent;
    bytes_sent_ += static_cast<std::uint64_t>(sent);
    return Step::sent;
}

} // namespace hurtrock::http
