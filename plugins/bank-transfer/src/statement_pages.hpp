#pragma once
/// /admin/transfers: a bank statement is pasted or uploaded, its lines are proposed as payments, one click takes them.

#include "repository.hpp"
#include "statement.hpp"

#include <hurtrock/plugin.hpp>
#include <hurtrock/shop/payments.hpp>

namespace hurtrock::bank_transfer {

/// exact: the amount is this transfer's alone. other_amount: the order's number is written, the amount is another.
/// several: more than one transfer waits for the amount. none: nobody's.
enum class MatchKind { exact, other_amount, several, none };

struct Match {
    MatchKind kind{MatchKind::none};
    std::optional<repository::Transfer> transfer{};
};

/// `candidates` newest first.
Match match(const StatementLine& line, const std::vector<repository::Transfer>& candidates);

class StatementPages {
public:
    explicit StatementPages(Host& host) : host_{host}, payments_{host.services()} {}

    Response show(const Request& request);
    Response propose(const Request& request);
    Response take(const Request& request);

private:
    Value proposed(const Request& request, const Statement& statement);
    Result<shop::MoneySeenOutcome> take_one(const Request& request, std::string_view attempt, Money amount,
                                            std::string_view fact);

    Host& host_;
    Service<shop::Payments> payments_;
};

} // namespace hurtrock::bank_transfer
