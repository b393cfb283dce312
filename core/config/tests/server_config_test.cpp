#include "core/config/server_config.hpp"
#include "core/config/yaml_file.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace hurtrock::config {
namespace {

class ServerConfigTest : public testing::Test {
protected:
    ~ServerConfigTest() override { std::filesystem::remove_all(folder_); }

    ServerConfig load(const std::string& text)
    {
        std::filesystem::create_directories(folder_);
        std::ofstream{folder_ / "hurtrock.yaml"} << text;
        return load_server_config(folder_ / "hurtrock.yaml");
    }
    /// The error without the folder's name.
    std::string error(const std::string& text)
    {
        try {
            load(text);
        } catch (const ConfigError& error) {
            return std::string{error.what()}.substr(folder_.string().size() + 1);
        }
        return "no error";
    }

private:
    const std::filesystem::path folder_{testing::TempDir() + "server-config-" + std::to_string(::getpid())};
};

TEST_F(ServerConfigTest, ReadsWhoMayCallTheApi)
{
    const auto cors = load("cors:\n  origins: [https://app.example, \"http://localhost:3000\"]\n  methods: [GET, DELETE]\n  headers: [X-Key]\n"
                           "  credentials: true\n  max_age: 60\n").cors;
    EXPECT_EQ(cors.origins, (std::vector<std::string>{"https://app.example", "http://localhost:3000"}));
    EXPECT_EQ(cors.methods, (std::vector<std::string>{"GET", "DELETE"}));
    EXPECT_EQ(cors.headers, std::vector<std::string>{"X-Key"});
    EXPECT_TRUE(cors.credentials);
    EXPECT_EQ(cors.max_age_seconds, 60);
    EXPECT_FALSE(load("server:\n  port: 1\n").cors.is_on());
    EXPECT_TRUE(load("cors:\n  origins: [\"*\"]\n").cors.is_on());
}

TEST_F(ServerConfigTest, NamesThePlaceOfWhatIsWrongInCors)
{
    EXPECT_EQ(error("cors:\n  origins:\n    - https://a.example\n    - https://b.example/\n"),
              "hurtrock.yaml:4:7: cors.origins: \"https://b.example/\" is no origin; write it as browsers do: https://app.example, with a port where there is one");
    for (const char* origin : {"app.example", "https://", "HTTPS://a.example", "https://a.example/x", "ftp://a.example", "null", "https://*.example"})
        EXPECT_NE(error(std::string{"cors:\n  origins: [\""} + origin + "\"]\n").find("hurtrock.yaml:2:13: cors.origins: "), std::string::npos) << origin;
    EXPECT_EQ(error("cors:\n  origins: [\"*\"]\n  credentials: true\n"),
              "hurtrock.yaml:3:3: cors.credentials cannot be true while origins holds \"*\": name the origins that may act for a visitor");
    EXPECT_EQ(error("cors:\n  origins: [\"*\", https://a.example]\n"), "hurtrock.yaml:2:3: cors.origins holds \"*\" and more: write \"*\" alone, or name the origins");
    EXPECT_NE(error("cors:\n  methods: [TRACE]\n").find("hurtrock.yaml:2:13: "), std::string::npos);
    EXPECT_NE(error("cors:\n  headers: [\"a b\"]\n").find("hurtrock.yaml:2:13: "), std::string::npos);
    EXPECT_EQ(error("cors:\n  credentials: 1\n"), "hurtrock.yaml:2:3: cors.credentials must be true or false");
    EXPECT_NE(error("cors:\n  max_age: 99999999\n").find("hurtrock.yaml:2:3: cors.max_age must be a whole number from 0 to 86400"), std::string::npos);
    EXPECT_EQ(error("cors:\n  origin: [https://a.example]\n"), "hurtrock.yaml:2:3: unknown setting \"origin\"; did you mean \"origins\"?");
}

TEST_F(ServerConfigTest, ReadsProxiesAndHttps)
{
    const auto config = load("server:\n  trusted_proxies: [127.0.0.1, 10.0.0.0/8, \"fd00::/8\"]\n  proxy_headers: forwarded\nsecurity:\n  https: always\n  hsts_days: 0\n");
    EXPECT_TRUE(base::contains(config.trusted_proxies, "10.200.3.4"));
    EXPECT_FALSE(base::contains(config.trusted_proxies, "11.0.0.1"));
    EXPECT_EQ(config.forwarded_by, ForwardedBy::rfc7239);
    EXPECT_EQ(config.https, HttpsMode::always);
    EXPECT_EQ(config.hsts_days, 0);
    EXPECT_EQ(error("server:\n  trusted_proxies: [10.0.0.1/8]\n"),
              "hurtrock.yaml:2:21: server.trusted_proxies: \"10.0.0.1/8\" is no address or range, as 127.0.0.1, 10.0.0.0/8 or fd00::/8; bits behind the prefix must be zero");
    EXPECT_EQ(error("security:\n  https: sometimes\n"), "hurtrock.yaml:2:3: security.https must be one of: automatic, always, never");
    EXPECT_EQ(error("server:\n  proxy_headers: x\n"), "hurtrock.yaml:2:3: server.proxy_headers must be one of: x-forwarded, forwarded");
}

TEST(IpRanges, HoldWhatTheirPrefixSays)
{
    const auto holds = [](const char* range, const char* address) { return base::contains({*base::IpRange::parse(range)}, address); };
    EXPECT_TRUE(holds("10.0.0.0/8", "10.255.255.255"));
    EXPECT_FALSE(holds("10.0.0.0/8", "11.0.0.0"));
    EXPECT_TRUE(holds("192.168.16.0/20", "192.168.31.255"));
    EXPECT_FALSE(holds("192.168.16.0/20", "192.168.32.0"));
    EXPECT_TRUE(holds("127.0.0.1", "127.0.0.1"));
    EXPECT_TRUE(holds("127.0.0.1", "::ffff:127.0.0.1"));
    EXPECT_FALSE(holds("127.0.0.1", "127.0.0.2"));
    EXPECT_TRUE(holds("0.0.0.0/0", "8.8.8.8"));
    EXPECT_FALSE(holds("0.0.0.0/0", "2001:db8::1")) << "all of IPv4 is not all of IPv6";
    EXPECT_TRUE(holds("2001:db8::/33", "2001:db8:7fff::1"));
    EXPECT_FALSE(holds("2001:db8::/33", "2001:db8:8000::1"));
    EXPECT_FALSE(holds("10.0.0.0/8", "not an address"));
    for (const char* none : {"", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "10.0.0", "host", "10.0.0.1/8", "::1/129", "/8"})
        EXPECT_FALSE(base::IpRange::parse(none)) << none;
}

} // namespace
} // namespace hurtrock::config
