// Sockets that listen: those Pistache keeps to itself, and one that another process opened before.
#pragma once

#include <cstdint>
#include <set>
#include <string>

namespace hurtrock::http {

// Of this process, by number.
std::set<int> listening_sockets();

// 0 when it has none.
std::uint16_t port_of(int socket);

// Whether it listens there; `port` 0 is any. An address that is no number is taken for the same.
bool listens_at(int socket, const std::string& address, std::uint16_t port);

// Puts the socket under a number that a poll of this process watches already, which then watches the new one as it did the
// old; the old is closed. False when nobody watches the number; nothing has changed then.
bool put_in_place(int socket, int watched);

} // namespace hurtrock::http
