#pragma once
/// Rows: what a statement answered. Columns are found by name and read as a type.

#include <hurtrock/clock.hpp>
#include <hurtrock/money.hpp>
#include <hurtrock/value.hpp>

#include <memory>
#include <optional>
#include <string>

namespace hurtrock {

/// What the host keeps of a result. Columns are found by name; cells are PostgreSQL's text form, valid while this lives.
class RowSource {
public:
    virtual ~RowSource() = default;
    virtual std::size_t size() const noexcept = 0;
    /// Rows an INSERT, UPDATE or DELETE touched.
    virtual std::size_t affected() const noexcept = 0;
    /// Throws std::out_of_range naming the query and the column when there is no such column.
    virtual std::size_t column(std::string_view name) const = 0;
    /// nullopt is SQL NULL.
    virtual std::optional<std::string_view> cell(std::size_t row, std::size_t column) const noexcept = 0;
};

/// One row, valid while its Rows lives. The typed readers answer zero or empty for NULL; ask is_null where it matters.
class HURTROCK_API Row {
public:
    Row(const RowSource& source, std::size_t row) noexcept : source_{&source}, row_{row} {}

    bool is_null(std::string_view column) const;
    std::string_view text(std::string_view column) const;
    std::int64_t integer(std::string_view column) const;
    bool boolean(std::string_view column) const;
    double decimal(std::string_view column) const;
    /// For timestamptz columns (the connection speaks ISO and UTC).
    Time time(std::string_view column) const;
    /// For json and jsonb columns.
    Value json(std::string_view column) const;
    /// A bigint column as whole units of the shop's currency.
    Money money(std::string_view column) const { return Money{integer(column)}; }
    template <class IdType>
    IdType id(std::string_view column) const
    {
        return IdType{integer(column)};
    }

private:
    std::optional<std::string_view> cell(std::string_view column) const;
    const RowSource* source_;
    std::size_t row_;
};

/// The whole result of a statement, in memory (a stated limit of the host refuses more than 100,000 rows).
class HURTROCK_API Rows {
public:
    explicit Rows(std::shared_ptr<const RowSource> source) noexcept : source_{std::move(source)} {}

    std::size_t size() const noexcept { return source_->size(); }
    bool empty() const noexcept { return size() == 0; }
    std::size_t affected() const noexcept { return source_->affected(); }
    Row operator[](std::size_t row) const noexcept { return Row{*source_, row}; }
    /// Precondition: !empty().
    Row front() const noexcept { return Row{*source_, 0}; }

    class Iterator {
    public:
        Iterator(const RowSource& source, std::size_t row) noexcept : source_{&source}, row_{row} {}
        Row operator*() const noexcept { return Row{*source_, row_}; }
        Iterator& operator++() noexcept
        {
            ++row_;
            return *this;
        }
        bool operator!=(const Iterator& other) const noexcept { return row_ != other.row_; }

    private:
        const RowSource* source_;
        std::size_t row_;
    };
    Iterator begin() const noexcept { return {*source_, 0}; }
    Iterator end() const noexcept { return {*source_, size()}; }

private:
    std::shared_ptr<const RowSource> source_;
};

} // namespace hurtrock
