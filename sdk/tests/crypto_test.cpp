#include <hurtrock/crypto.hpp>

#include <gtest/gtest.h>

namespace hurtrock {
namespace {

TEST(Crypto, DigestsOfThePublishedMessages)
{
    // FIPS 180-4 example values for "abc" and the empty message.
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha512_hex("abc"), "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                                 "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
}

TEST(Crypto, MessageCodesOfRfc4231)
{
    const std::string key_1(20, '\x0b'), key_6(131, '\xaa');
    EXPECT_EQ(hmac_sha256_hex(key_1, "Hi There"), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    EXPECT_EQ(hmac_sha256_hex("Jefe", "what do ya want for nothing?"),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(hmac_sha256_hex(key_6, "Test Using Larger Than Block-Size Key - Hash Key First"),
              "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    EXPECT_EQ(hmac_sha512_hex("Jefe", "what do ya want for nothing?"),
              "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
              "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737");
    EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
              hmac_sha256_hex("Jefe", "what do ya want for nothing?"));
}

TEST(Crypto, ComparesWholeTexts)
{
    EXPECT_TRUE(equal_in_constant_time("", ""));
    EXPECT_TRUE(equal_in_constant_time("signature", "signature"));
    EXPECT_FALSE(equal_in_constant_time("signature", "signaturf"));
    EXPECT_FALSE(equal_in_constant_time("signature", "Xignature"));
    EXPECT_FALSE(equal_in_constant_time("signature", "signatur"));
    EXPECT_FALSE(equal_in_constant_time("", "x"));
}

TEST(Crypto, Base64OfRfc4648)
{
    const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                           {"f", "Zg=="},
                                                           {"fo", "Zm8="},
                                                           {"foo", "Zm9v"},
                                                           {"foob", "Zm9vYg=="},
                                                           {"fooba", "Zm9vYmE="},
                                                           {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, encoded] : vectors) {
        EXPECT_EQ(to_base64(plain), encoded);
        EXPECT_EQ(from_base64(encoded), std::string{plain});
    }
    EXPECT_EQ(to_base64("\xfb\xff\xfe"), "+//+");
    EXPECT_EQ(to_base64url("\xfb\xff\xfe"), "-__-");
    EXPECT_EQ(to_base64url("f"), "Zg");
    for (const auto* wrong : {"Zg", "Zg=", "Zg==x", "Z g==", "-__-", "Zg==\n"})
        EXPECT_FALSE(from_base64(wrong)) << wrong;
}

TEST(Crypto, Hex)
{
    EXPECT_EQ(to_hex(std::string{"\x00\xff\x10", 3}), "00ff10");
    EXPECT_EQ(from_hex("00FF10"), (std::string{"\x00\xff\x10", 3}));
    EXPECT_EQ(from_hex(""), std::string{});
    for (const auto* wrong : {"0", "0g", "00 f", "0x00"})
        EXPECT_FALSE(from_hex(wrong)) << wrong;
}

} // namespace
} // namespace hurtrock
