#include "statement_pages.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace hurtrock::bank_transfer {
namespace {

constexpr std::size_t statement_bytes_max = 256 << 10;
/// Transfers older than this are not proposed any more.
constexpr std::chrono::hours looked_back{24 * 60};
constexpr std::size_t taken_at_once_max = 200;

/// "ATTEMPT|AMOUNT|FACT" of a checked line.
struct Chosen {
    std::string_view attempt, fact;
    Money amount{};
};

std::optional<Chosen> chosen_in(std::string_view value)
{
    const auto one = value.find('|');
    const auto two = one == std::string_view::npos ? one : value.find('|', one + 1);
    if (two == std::string_view::npos) return std::nullopt;
    const auto digits = value.substr(one + 1, two - one - 1);
    std::int64_t amount = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), amount);
    const auto fact = value.substr(two + 1);
    const bool hex = fact.size() == 32 && fact.find_first_not_of("0123456789abcdef") == std::string_view::npos;
    if (error != std::errc{} || end != digits.data() + digits.size() || amount <= 0 || !hex) return std::nullopt;
    return Chosen{value.substr(0, one), fact, Money{amount}};
}

Value look_of(const Request& request, MatchKind kind, bool taken)
{
    static constexpr std::array<std::pair<const char*, const char*>, 4> looks{
        {{"amount fits", "done"}, {"another amount", "wait"}, {"several fit", "wait"}, {"nobody's", "neutral"}}};
    if (taken) return {{"text", request.translate("recorded before")}, {"tone", "neutral"}};
    const auto& [text, tone] = looks[static_cast<std::size_t>(kind)];
    return {{"text", request.translate(text)}, {"tone", tone}};
}

std::string actor_of(const Request& request)
{
    const auto& user = *request.visitor().user();
    return user.name.empty() ? user.email : user.name;
}

} // namespace

Match match(const StatementLine& line, const std::vector<repository::Transfer>& candidates)
{
    const auto number = order_number_in(line.description);
    std::vector<const repository::Transfer*> same_amount, same_number;
    for (const auto& candidate : candidates) {
        if (candidate.amount == line.amount) same_amount.push_back(&candidate);
        if (!number.empty() && candidate.order_number == number) same_number.push_back(&candidate);
    }
    for (const auto* candidate : same_number)
        if (candidate->amount == line.amount) return {MatchKind::exact, *candidate};
    if (!same_number.empty()) return {MatchKind::other_amount, *same_number.front()};
    if (same_amount.size() == 1) return {MatchKind::exact, *same_amount.front()};
    return {same_amount.empty() ? MatchKind::none : MatchKind::several, std::nullopt};
}

Response StatementPages::show(const Request&)
{
    return page("bank-transfer/admin/statement.html", {{"rows", Value{}}, {"text", ""}});
}

Response StatementPages::propose(const Request& request)
{
    std::string csv{request.form("statement").value_or("")};
    for (const auto& upload : request.uploads())
        if (upload.name == "file" && !upload.bytes.empty()) csv = upload.bytes;
    const bool large = csv.size() > statement_bytes_max;
    const auto statement = large ? Statement{} : read_statement(csv);
    const bool nothing = statement.lines.empty() && statement.outgoing == 0;
    const char* error = large ? "bank_transfer.statement_large" : nothing ? "bank_transfer.statement_empty" : nullptr;
    auto numbers = Value::list();
    for (const auto number : statement.unread)
        numbers.push(number);
    return page("bank-transfer/admin/statement.html", {{"rows", error ? Value{} : proposed(request, statement)},
                                                       {"text", error && !large ? csv : ""},
                                                       {"error", error ? Value{request.translate(error)} : Value{}},
                                                       {"unread", std::move(numbers)},
                                                       {"outgoing", statement.outgoing},
                                                       {"cut", statement.cut}})
        .status(error ? 422 : 200);
}

Value StatementPages::proposed(const Request& request, const Statement& statement)
{
    std::vector<std::int64_t> amounts;
    std::vector<std::string> numbers, facts;
    for (const auto& line : statement.lines) {
        amounts.push_back(line.amount.units());
        facts.push_back(line.fact);
        if (auto number = order_number_in(line.description); !number.empty()) numbers.push_back(std::move(number));
    }
    const auto candidates = repository::matching(host_.database(), amounts, numbers, host_.clock().now() - looked_back);
    const auto taken = repository::taken(host_.database(), facts);
    auto rows = Value::list();
    for (const auto& line : statement.lines) {
        const auto found = match(line, candidates);
        const bool before = std::find(taken.begin(), taken.end(), line.fact) != taken.end();
        Value row{{"date", line.date},
                  {"description", line.description},
                  {"amount", line.amount.to_value()},
                  {"look", look_of(request, found.kind, before)},
                  {"checked", found.kind == MatchKind::exact && !before}};
        if (found.transfer) {
            row.set("order_number", found.transfer->order_number);
            row.set("customer", found.transfer->customer_name);
            row.set("expected", found.transfer->amount.to_value());
            row.set("url", request.url_for("/admin/payments/" + found.transfer->attempt_id));
            if (!before)
                row.set("value",
                        found.transfer->attempt_id + "|" + std::to_string(line.amount.units()) + "|" + line.fact);
        }
        rows.push(std::move(row));
    }
    return rows;
}

Result<shop::MoneySeenOutcome> StatementPages::take_one(const Request& request, std::string_view attempt, Money amount,
                                                        std::string_view fact)
{
    return host_.database().transaction("bank_transfer.take", [&](Transaction& tx) -> Result<shop::MoneySeenOutcome> {
        auto seen = payments_->receive(tx, {.attempt_id = std::string{attempt},
                                            .amount = amount,
                                            .fact = "statement:" + std::string{fact},
                                            .actor = actor_of(request)});
        if (!seen) return seen;
        repository::take_line(tx, fact, attempt, amount, host_.clock().now());
        host_.admin().audit(tx, request, "bank-transfer.take", "payment " + std::string{attempt}, {},
                            {{"amount", amount.units()}});
        return seen;
    });
}

Response StatementPages::take(const Request& request)
{
    int paid = 0, other = 0, failed = 0;
    std::size_t seen = 0;
    for (const auto& [name, value] : request.form()) {
        if (name != "line" || ++seen > taken_at_once_max) continue;
        const auto chosen = chosen_in(value);
        const auto transfer = chosen ? repository::find_transfer(host_.database(), chosen->attempt) : std::nullopt;
        if (!transfer) {
            ++failed;
            continue;
        }
        const auto outcome = take_one(request, chosen->attempt, chosen->amount, chosen->fact);
        if (!outcome)
            ++failed;
        else if (outcome->missing.is_zero() && outcome->owed.is_zero())
            ++paid;
        else
            ++other;
    }
    const auto kind = failed > 0 || other > 0 ? FlashKind::warning : FlashKind::success;
    return redirect("/admin/transfers")
        .flash(kind, request.translate("bank_transfer.taken", {{"paid", paid}, {"other", other}, {"failed", failed}}));
}

} // namespace hurtrock::bank_transfer
