#pragma once
/// Bank statements as banks export them: CSV with commas, semicolons or tabs.

#include <hurtrock/money.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hurtrock::bank_transfer {

struct StatementLine {
    /// As it was written; only for showing.
    std::string date, description;
    Money amount{};
    /// The same for the same line of the same day, however often it is pasted; another for its twin on that day.
    std::string fact;
};

struct Statement {
    /// Money that came in.
    std::vector<StatementLine> lines;
    /// Numbers of rows that could not be read, from 1.
    std::vector<int> unread;
    /// Rows of money that went out, which are left aside.
    int outgoing{0};
    /// More rows than are read at once.
    bool cut{false};
};

inline constexpr std::size_t statement_rows_max = 500;

/// Rupiah in Indonesian or English spelling: "1.250.123", "Rp 1.250.123,00", "1,250,123.00", "1250123.00 CR". nullopt
/// for anything else, fractions of a rupiah included. Money that goes out ("-5.000", "5.000 DB") is negative.
std::optional<std::int64_t> rupiah_in(std::string_view cell);

/// With a header row, columns are found by their Indonesian or English names; without one they are date, description,
/// amount.
Statement read_statement(std::string_view csv);

/// "HR-1042" out of "TRSF E-BANKING CR hr1042 BUDI"; empty when there is none.
std::string order_number_in(std::string_view description);

} // namespace hurtrock::bank_transfer
