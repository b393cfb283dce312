#pragma once
/// config/hurtrock.yaml: how this node runs. Read once at start; environment variables named in the file fill secrets.

#include "core/log/log.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace hurtrock::config {

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
    std::vector<std::string> trusted_proxies;

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
