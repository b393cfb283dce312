#include "sql_split.hpp"

#include <algorithm>

namespace hurtrock::db
{
namespace
{

bool is_space(char letter) noexcept
{
    return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r' || letter == '\f';
}
bool starts_word(char letter) noexcept
{
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_' ||
           static_cast<unsigned char>(letter) >= 128;
}
bool continues_word(char letter) noexcept
{
    return starts_word(letter) || (letter >= '0' && letter <= '9') || letter == '$';
}

std::string lower(std::string_view word)
{
    std::string text{word};
    std::transform(text.begin(), text.end(), text.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    return text;
}

class Splitter
{
public:
    explicit Splitter(std::string_view sql) noexcept : sql_{sql} {}

    std::vector<SqlStatement> split()
    {
        while (at_ < sql_.size())
            step();
        finish();
        return std::move(statements_);
    }

private:
    bool next_is(std::string_view text) const noexcept { return sql_.substr(at_, text.size()) == text; }

    void step()
    {
        const char letter = sql_[at_];
        if (is_space(letter)) {
            ++at_;
        } else if (next_is("--")) {
            at_ = std::min(sql_.find('\n', at_), sql_.size());
        } else if (next_is("/*")) {
            skip_block_comment();
        } else if (letter == ';' && depth_ == 0 && body_depth_ == 0) {
            finish();
            ++at_;
        } else {
            if (begin_ == none) begin_ = at_;
            skip_token(letter);
            end_ = at_;
        }
    }

    void skip_token(char letter)
    {
        if (letter == '\'' || letter == '"') return skip_quoted(letter, false);
        if (letter == '$') return skip_dollar_quoted();
        if (starts_word(letter)) return skip_word();
        if (letter >= '0' && letter <= '9') {
            while (at_ < sql_.size() && continues_word(sql_[at_]))
                ++at_;
            return;
        }
        if (letter == '(') ++depth_;
        if (letter == ')' && depth_ > 0) --depth_;
        ++at_;
    }

    void skip_quoted(char quote, bool backslashes)
    {
        for (++at_; at_ < sql_.size(); ++at_) {
            if (backslashes && sql_[at_] == '\\') {
                ++at_;
            } else if (sql_[at_] == quote) {
                ++at_;
                return; // a doubled quote opens the next quoted piece at once, which comes to the same
            }
        }
        at_ = sql_.size();
    }

    void skip_dollar_quoted()
    {
        auto tag_end = at_ + 1;
        while (tag_end < sql_.size() && continues_word(sql_[tag_end]) && sql_[tag_end] != '$')
            ++tag_end;
        const bool is_parameter = tag_end > at_ + 1 && sql_[at_ + 1] >= '0' && sql_[at_ + 1] <= '9';
        if (tag_end >= sql_.size() || sql_[tag_end] != '$' || is_parameter) {
            ++at_;
            return;
        }
        const auto tag = sql_.substr(at_, tag_end + 1 - at_);
        const auto close = sql_.find(tag, tag_end + 1);
        at_ = close == std::string_view::npos ? sql_.size() : close + tag.size();
    }

    void skip_block_comment()
    {
        int nested = 0;
        while (at_ < sql_.size()) {
            if (next_is("/*")) {
                ++nested;
                at_ += 2;
            } else if (next_is("*/")) {
                at_ += 2;
                if (--nested == 0) return;
            } else {
                ++at_;
            }
        }
    }

    void skip_word()
    {
        const auto start = at_;
        while (at_ < sql_.size() && continues_word(sql_[at_]))
            ++at_;
        const auto word = lower(sql_.substr(start, at_ - start));
        if (word == "e" && at_ < sql_.size() && sql_[at_] == '\'') return skip_quoted('\'', true);
        if (word == "atomic" && previous_word_ == "begin")
            body_depth_ = 1;
        else if (body_depth_ > 0 && word == "case")
            ++body_depth_;
        else if (body_depth_ > 0 && word == "end")
            --body_depth_;
        previous_word_ = word;
    }

    void finish()
    {
        if (begin_ != none) {
            line_ += static_cast<int>(std::count(sql_.begin() + static_cast<std::ptrdiff_t>(counted_),
                                                 sql_.begin() + static_cast<std::ptrdiff_t>(begin_), '\n'));
            counted_ = begin_;
            statements_.push_back({sql_.substr(begin_, end_ - begin_), line_});
        }
        begin_ = none;
        depth_ = body_depth_ = 0;
        previous_word_.clear();
    }

    static constexpr std::size_t none = std::string_view::npos;
    std::string_view sql_;
    std::size_t at_{0}, begin_{none}, end_{0}, counted_{0};
    int depth_{0}, body_depth_{0}, line_{1};
    std::string previous_word_;
    std::vector<SqlStatement> statements_;
};

} // namespace

std::vector<SqlStatement> split_sql(std::string_view sql)
{
    return Splitter{sql}.split();
}

std::string first_word(std::string_view statement)
{
    std::size_t length = 0;
    while (length < statement.size() && continues_word(statement[length]))
        ++length;
    return lower(statement.substr(0, length));
}

} // namespace hurtrock::db
