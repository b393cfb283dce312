#pragma once
/// Jobs: work outside a request. Enqueued in a transaction and so never lost; run at least once, on a pool of their own, with
/// no transaction open; retried with backoff (10 tries), then kept as a dead letter that admin shows. Write them idempotent.

#include <hurtrock/database.hpp>

namespace hurtrock {

class Jobs {
public:
    /// During Plugin::start: what runs for jobs of this name. A Problem or exception counts as a failure.
    virtual void handle(std::string_view name, std::function<Result<Done>(const Value& payload)> run) = 0;
    /// During Plugin::start: runs about every interval on one node of the shop (at least 1 s).
    virtual void every(std::chrono::seconds interval, std::string_view name, std::function<Result<Done>()> run) = 0;
    /// Any thread.
    virtual void enqueue(Transaction& tx, std::string_view name, const Value& payload, std::chrono::seconds delay = {}) = 0;

protected:
    ~Jobs() = default;
};

} // namespace hurtrock
