#pragma once
/// A named lock that all nodes on one database share: who has it works, the others wait. Ends with the object, with the
/// process and with the connection.

#include <memory>
#include <string>

namespace hurtrock::db {

class AdvisoryLock {
public:
    /// Waits for it, at most `patience_s`; throws DatabaseError then, ConnectionLost when the server cannot be reached.
    AdvisoryLock(const std::string& connection, const std::string& name, int patience_s);
    AdvisoryLock(const AdvisoryLock&) = delete;
    AdvisoryLock& operator=(const AdvisoryLock&) = delete;
    ~AdvisoryLock();

private:
    struct Session;
    std::unique_ptr<Session> session_;
};

} // namespace hurtrock::db
