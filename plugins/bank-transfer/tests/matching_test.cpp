#include "proof_pages.hpp"
#include "statement_pages.hpp"

#include <gtest/gtest.h>

namespace hurtrock::bank_transfer {
namespace {

repository::Transfer transfer(std::string number, std::int64_t amount)
{
    return {number + "-abc", "public", number, "Budi", Money{amount}, {}};
}
StatementLine line(std::string description, std::int64_t amount)
{
    return {"21/11", std::move(description), Money{amount}, "f"};
}

TEST(Match, by_the_amount_that_is_one_transfers_alone)
{
    const std::vector candidates{transfer("HR-1001", 150'123), transfer("HR-1002", 150'456)};
    const auto found = match(line("BUDI", 150'456), candidates);
    EXPECT_EQ(found.kind, MatchKind::exact);
    EXPECT_EQ(found.transfer->order_number, "HR-1002");
    EXPECT_EQ(match(line("BUDI", 150'000), candidates).kind, MatchKind::none);
}

TEST(Match, by_the_number_when_the_amount_is_another)
{
    const auto found = match(line("hr1001 budi", 150'000), {transfer("HR-1001", 150'123)});
    EXPECT_EQ(found.kind, MatchKind::other_amount);
    EXPECT_EQ(found.transfer->order_number, "HR-1001");
}

TEST(Match, says_when_several_wait_for_the_amount_unless_the_number_decides)
{
    const std::vector candidates{transfer("HR-1001", 150'000), transfer("HR-1002", 150'000)};
    EXPECT_EQ(match(line("BUDI", 150'000), candidates).kind, MatchKind::several);
    EXPECT_EQ(match(line("HR-1002", 150'000), candidates).transfer->order_number, "HR-1002");
}

TEST(ProofType, is_told_by_the_bytes)
{
    EXPECT_EQ(proof_type_of("\xFF\xD8\xFF\xE0"), "image/jpeg");
    EXPECT_EQ(proof_type_of("%PDF-1.7"), "application/pdf");
    EXPECT_EQ(proof_type_of("<svg onload=alert(1)>"), "");
    EXPECT_EQ(proof_type_of("<html>%PDF-"), "");
    EXPECT_EQ(proof_type_of(""), "");
}

} // namespace
} // namespace hurtrock::bank_transfer
