#pragma once

#include "core/app/application.hpp"
#include "core/app/database_access.hpp"

namespace hurtrock::cli {

/// The application without its web part, for one command.
struct Booted {
    app::Layout layout{app::Layout::find()};
    config::ServerConfig config{config::load_server_config(layout.server_file())};
    app::DatabaseAccess database{layout, config};
    app::Application application{layout, with_database(config, database.url()), app::Purpose::command};

    static config::ServerConfig with_database(config::ServerConfig config, std::string url)
    {
        config.database_url = std::move(url);
        config.log_level = log::Level::warning;
        return config;
    }
};

} // namespace hurtrock::cli
