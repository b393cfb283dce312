/// Certificates are verified: against OpenSSL's own test server, with a certificate made for the name localhost.
#include "core/net/transfer.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <stdexcept>
#include <sys/types.h>

namespace hurtrock::net {
namespace {

class TlsServer {
public:
    TlsServer()
    {
        std::string folder = (std::filesystem::temp_directory_path() / "hurtrock-tls-XXXXXX").string();
        if (!::mkdtemp(folder.data())) throw std::runtime_error{"no folder"};
        folder_ = folder;
        const auto make =
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost"
            " -addext subjectAltName=DNS:localhost -keyout " +
            folder + "/key.pem -out " + certificate() + " 2>/dev/null";
        if (std::system(make.c_str()) != 0) throw std::runtime_error{"openssl makes no certificate"};
        const auto serve = "echo $$; exec openssl s_server -www -accept 127.0.0.1:0 -key " + folder +
                           "/key.pem -cert " + certificate() + " 2>&1";
        pipe_ = ::popen(serve.c_str(), "r");
        char line[256];
        while (pipe_ && std::fgets(line, sizeof line, pipe_)) {
            const std::string_view text{line};
            if (pid_ == 0) pid_ = std::atoi(line);
            if (text.starts_with("ACCEPT ")) port_ = std::atoi(line + text.rfind(':') + 1);
            if (port_ != 0) return;
        }
        throw std::runtime_error{"openssl s_server does not start"};
    }
    ~TlsServer()
    {
        ::kill(pid_, SIGTERM);
        ::pclose(pipe_);
        std::filesystem::remove_all(folder_);
    }
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;

    std::string certificate() const { return (folder_ / "certificate.pem").string(); }
    std::string url(const std::string& host) const { return "https://" + host + ":" + std::to_string(port_) + "/"; }

private:
    std::filesystem::path folder_;
    FILE* pipe_{nullptr};
    pid_t pid_{0};
    int port_{0};
};

HttpAnswer get(Transfer& transfer, const std::string& url)
{
    HttpRequest request;
    request.url = url;
    return transfer.run(request, parse_address(url).value());
}

TEST(Tls, TrustsOnlyAuthoritiesItKnowsAndTheirNames)
{
    const TlsServer server;
    Transfer stranger{{}}, friendly{{.ca_file = server.certificate()}};

    const auto unknown = get(stranger, server.url("localhost"));
    EXPECT_EQ(unknown.failure, CallFailure::tls) << unknown.reason;
    EXPECT_FALSE(unknown.may_have_arrived()) << "nothing is said before the other side is known";
    EXPECT_TRUE(get(friendly, server.url("localhost")).ok());
    const auto misnamed = get(friendly, server.url("127.0.0.1"));
    EXPECT_EQ(misnamed.failure, CallFailure::tls) << misnamed.reason;
}

} // namespace
} // namespace hurtrock::net
