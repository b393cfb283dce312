#pragma once
/// config/hurtrock.yaml: how this node runs. Read once at start; environment variables named in the file fill secrets.

#include "core/base/ip_range.hpp"
#include "core/log/log.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace hurtrock::config {

/// Which headers the proxies in front write. One kind only: what a proxy does not write itself it passes on from the visitor.
enum class ForwardedBy { x_forwarded, rfc7239 };

/// Whether pages are sent to visitors who came by http.
enum class HttpsMode {
    automatic, ///< not when public_url is https and a trusted proxy says they came by http
    always,    ///< not unless a trusted proxy says they came by https
    never,     ///< yes
};

/// Which other sites' pages may call /api from a browser (Fetch standard, CORS protocol). No origins: none.
struct CorsConfig {
    std::vector<std::string> origins; ///< "https://app.example"; or "*" alone
    std::vector<std::string> methods{"GET", "HEAD", "POST"};
    std::vector<std::string> headers{"Content-Type", "Authorization"};
    bool credentials{false};
    int max_age_seconds{600};

    bool is_on() const noexcept { return !origins.empty(); }
};

struct ServerConfig {
    std::string address{"127.0.0.1"};
    std::uint16_t port{5000};
    int io_threads{2};
    int workers{8};
    std::size_t worker_queue{256};
    /// For handlers that wait for other servers, and for those that check passwords; each pool queues four times as many.
    int outbound_workers{8};
    int login_workers{4};
    /// A request that takes longer inside a plugin hangs: it is named and its thread written off. When so many are gone the
    /// worker starts anew.
    std::chrono::seconds hang_limit{30};
    std::size_t hang_threads_max{4};
    /// "https://shop.example", for mails and canonical addresses; empty: taken from each request's Host.
    std::string public_url;
    /// Whose word about the visitor's address and scheme counts.
    base::IpRanges trusted_proxies;
    ForwardedBy forwarded_by{ForwardedBy::x_forwarded};
    CorsConfig cors;
    HttpsMode https{HttpsMode::automatic};
    /// Strict-Transport-Security on answers by https; 0 sends none.
    int hsts_days{365};

    /// Empty: the embedded PostgreSQL of this data folder.
    std::string database_url;
    std::size_t database_connections{10};

    /// PEM file of the certificate authorities that plugins' calls trust; empty: the system's.
    std::string outgoing_ca_file;

    std::string smtp_url;
    std::string mail_from{"Hurtrock Music Store <shop@hurtrock.local>"};

    /// Signs cookies and seals secrets; empty: generated once and kept in the data folder.
    std::string session_secret;
    log::Level log_level{log::Level::info};
    log::Format log_format{log::Format::automatic};
};

/// Throws ConfigError for unknown keys (with a suggestion), wrong types and values out of range. A missing file means all
/// defaults. The environment variables HURTROCK_PORT, DATABASE_URL and SESSION_SECRET win over the file.
ServerConfig load_server_config(const std::filesystem::path& path);

} // namespace hurtrock::config
