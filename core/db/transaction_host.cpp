#include "transaction_host.hpp"

#include "errors.hpp"

#include <algorithm>
#include <stdexcept>

namespace hurtrock::db
{
namespace
{

std::string savepoint_name(std::size_t depth)
{
    return "hurtrock_" + std::to_string(depth);
}

} // namespace

TransactionHost*& open_transaction() noexcept
{
    thread_local TransactionHost* open = nullptr;
    return open;
}

TransactionHost::~TransactionHost()
{
    rollback();
}

void TransactionHost::check_thread() const
{
    if (open_transaction() != this)
        throw std::logic_error{std::string{name_} +
                               ": a transaction is used on the thread that opened it, while it is open"};
}

void TransactionHost::begin()
{
    lease_.emplace(host_.pool_.acquire());
    (*lease_)->command(name_, "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
}

/// Until the first statement succeeded nothing can have been written, so a lost connection is replaced once in silence.
Rows TransactionHost::first_run(const Query& query, const std::vector<Param>& params)
{
    for (int attempt = 1;; ++attempt) {
        try {
            begin();
            send_waiting_savepoints();
            return host_.timed_run(**lease_, query, params);
        } catch (const ConnectionLost& lost) {
            const bool connected = lease_.has_value();
            lease_.reset();
            for (auto& savepoint : savepoints_)
                savepoint.sent = false;
            if (!connected || attempt == 2) throw;
            host_.warn(std::string{lost.what()} + "; trying again on a new connection");
        }
    }
}

Rows TransactionHost::run(const Query& query, const std::vector<Param>& params)
{
    check_thread();
    try {
        if (lost_ && lost_sqlstate_.empty())
            throw ConnectionLost{query.name(), "the connection was lost earlier in this transaction"};
        if (!started_) {
            auto rows = first_run(query, params);
            started_ = true;
            return rows;
        }
        send_waiting_savepoints();
        return host_.timed_run(**lease_, query, params);
    } catch (const DatabaseError& error) {
        note_failure(error);
        throw;
    }
}

void TransactionHost::note_failure(const DatabaseError& error)
{
    started_ = true;
    outdated_plan_ = outdated_plan_ || is_outdated_plan(error);
    if (is_outdated_plan(error)) host_.pool_.renew();
    if (lost_ && !error.sqlstate().empty()) return;
    lost_ = true;
    lost_sqlstate_ = error.sqlstate();
    lost_at_depth_ = error.sqlstate().empty() || is_outdated_plan(error) ? 0 : savepoints_.size();
}

Result<Done> TransactionHost::raise_event(std::string_view name, std::string_view aggregate, const Value& payload)
{
    check_thread();
    if (!host_.events_) throw std::logic_error{"an event was raised before the event machinery was set up"};
    for (const auto tag : {name, aggregate})
        if (std::find(raised_.begin(), raised_.end(), tag) == raised_.end()) raised_.emplace_back(tag);
    return host_.events_->raised(*this, name, aggregate, payload);
}

void TransactionHost::begin_savepoint()
{
    check_thread();
    savepoints_.push_back({false, after_commit_.size()});
}

void TransactionHost::send_waiting_savepoints()
{
    for (std::size_t depth = 0; depth < savepoints_.size(); ++depth) {
        if (savepoints_[depth].sent) continue;
        (*lease_)->command(name_, "SAVEPOINT " + savepoint_name(depth));
        savepoints_[depth].sent = true;
    }
}

/// When keeping fails the savepoint stays open, because the caller then ends it again to undo it.
void TransactionHost::end_savepoint(bool keep)
{
    check_thread();
    if (savepoints_.empty()) throw std::logic_error{std::string{name_} + ": no savepoint is open"};
    if (keep)
        release_savepoint();
    else
        undo_savepoint();
}

void TransactionHost::release_savepoint()
{
    if (lost_) throw DatabaseError{name_, "25P02", "a savepoint was to be kept although a statement failed", {}};
    if (savepoints_.back().sent) {
        try {
            (*lease_)->command(name_, "RELEASE SAVEPOINT " + savepoint_name(savepoints_.size() - 1));
        } catch (const DatabaseError& error) {
            note_failure(error);
            throw;
        }
    }
    savepoints_.pop_back();
}

/// Throws no DatabaseError: undoing follows a failure that must reach the caller unchanged.
void TransactionHost::undo_savepoint()
{
    const bool lost_outside = lost_ && lost_at_depth_ < savepoints_.size();
    const auto savepoint = savepoints_.back();
    savepoints_.pop_back();
    after_commit_.resize(savepoint.actions);
    if (lost_outside) return;
    lost_ = false;
    if (!savepoint.sent) return;
    const auto name = savepoint_name(savepoints_.size());
    try {
        (*lease_)->command(name_, "ROLLBACK TO SAVEPOINT " + name + "; RELEASE SAVEPOINT " + name);
    } catch (const DatabaseError& error) {
        note_failure(error);
    }
}

void TransactionHost::after_commit(std::function<void()> action)
{
    check_thread();
    after_commit_.push_back(std::move(action));
}

void TransactionHost::commit()
{
    if (lost_)
        throw DatabaseError{name_,
                            "25P02",
                            "cannot commit: a failed statement ended this transaction (SQLSTATE " + lost_sqlstate_ +
                                ")",
                            {}};
    if (!lease_) return;
    try {
        (*lease_)->command(name_, "COMMIT");
    } catch (const DatabaseError& error) {
        note_failure(error);
        throw;
    }
    lease_.reset();
}

void TransactionHost::rollback() noexcept
{
    if (!lease_) return;
    try {
        if ((*lease_)->is_usable()) (*lease_)->command(name_, "ROLLBACK");
    } catch (const std::exception& error) {
        (*lease_)->give_up();
        host_.warn(std::string{"rollback failed, the connection is dropped: "} + error.what());
    }
    lease_.reset();
}

bool TransactionHost::may_run_again() const noexcept
{
    return lost_ && (lost_sqlstate_ == "40001" || lost_sqlstate_ == "40P01" || outdated_plan_);
}

} // namespace hurtrock::db
