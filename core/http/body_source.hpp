// A body that is made while it is sent. The connection asks for a piece when the client has taken the one before: that is
// all the back-pressure there is, and all the memory a slow reader costs.
#pragma once

#include <functional>
#include <string>

namespace hurtrock::http {

struct BodyPiece {
    enum class Then {
        more,   // ask again when these bytes are with the client
        later,  // the same, but not at once: nothing more is to be had at the moment
        end,    // these are the last bytes
        broken, // the rest cannot be made: the connection is cut, so that the client sees that something is missing
    };
    std::string bytes;
    Then then = Then::more;
};

class BodySource {
public:
    using Deliver = std::function<void(BodyPiece)>;

    // Any thread, the connection's lock held: must not block. The source is dropped when the body is complete, when the
    // client has gone and when the server stops.
    virtual ~BodySource() = default;

    // Must not block, throw or call `deliver` itself; has it called once, from another thread. Not called again before
    // that has happened.
    virtual void ask(Deliver deliver) = 0;

    // False when nobody wants the rest any more: the connection is cut. Looked at several times a second.
    virtual bool is_wanted() const = 0;
};

} // namespace hurtrock::http
