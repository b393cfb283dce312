#include "notes.hpp"

#include <gtest/gtest.h>

namespace hurtrock::sample_thing {
namespace {

TEST(Notes, MayNotLeadElsewhere)
{
    EXPECT_TRUE(holds_link("look at https://example.com"));
    EXPECT_TRUE(holds_link("www.example.com is nice"));
    EXPECT_FALSE(holds_link("Great shop, will come again."));
}

} // namespace
} // namespace hurtrock::sample_thing
