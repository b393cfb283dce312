#pragma once
/// One request and its answer over HTTP/1.1 (libcurl): verified TLS, no redirects, no proxies, bounded time and size.
/// Thread-safe; connections are kept for the next call.

#include "address.hpp"

#include <hurtrock/http_client.hpp>

#include <mutex>

namespace hurtrock::net {

struct TransferOptions {
    /// PEM file of certificate authorities; empty for the system's.
    std::string ca_file{};
};

class Transfer {
public:
    explicit Transfer(TransferOptions options);
    ~Transfer();
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    /// One try. `address` is that of request.url. Does not throw for anything the network does.
    HttpAnswer run(const HttpRequest& request, const Address& address);

private:
    struct Handle;
    class Lease;

    const TransferOptions options_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Handle>> idle_;
};

} // namespace hurtrock::net
