#include "cluster_files.hpp"

#include <hurtrock/ids.hpp>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>
#include <unistd.h>

namespace hurtrock::db
{
namespace
{

namespace fs = std::filesystem;

/// sockaddr_un::sun_path holds 107 bytes and a NUL.
constexpr std::size_t socket_path_max = 107;
constexpr std::string_view socket_name = "/.s.PGSQL.5432";
constexpr std::chrono::milliseconds setup_timeout{180'000};
constexpr const char* draft_prefix = "data.new-";
constexpr const char* standard_folder = "/var/lib/hurtrock";

[[noreturn]] void fail(const fs::path& path, const std::string& what)
{
    throw ClusterError{path.string() + ": " + what + ": " + std::generic_category().message(errno)};
}

/// Tells the folders of two installations apart where they must share a parent.
std::string short_hash(const std::string& text)
{
    std::uint32_t hash = 2166136261U; // FNV-1a
    for (const unsigned char letter : text)
        hash = (hash ^ letter) * 16777619U;
    char hex[9];
    std::snprintf(hex, sizeof hex, "%08x", hash);
    return hex;
}

void own(const fs::path& path, const std::optional<Identity>& identity)
{
    if (identity && ::lchown(path.c_str(), identity->uid, identity->gid) != 0)
        fail(path, "cannot be given to " + identity->name);
}

/// A folder for one user only. In a shared parent it may have been put there by somebody else: then it is refused.
void make_private_folder(const fs::path& path, const std::optional<Identity>& identity)
{
    if (::mkdir(path.c_str(), 0700) == 0) {
        own(path, identity);
        return;
    }
    if (errno != EEXIST) fail(path, "cannot be made");
    struct stat info {
    };
    if (::lstat(path.c_str(), &info) != 0) fail(path, "cannot be examined");
    const auto wanted = identity ? identity->uid : ::geteuid();
    if (!S_ISDIR(info.st_mode)) throw ClusterError{path.string() + " is not a folder"};
    if (info.st_uid != wanted && identity && info.st_uid == 0) {
        own(path, identity); // killed between mkdir and chown
    } else if (info.st_uid != wanted) {
        throw ClusterError{path.string() + " belongs to another user (uid " + std::to_string(info.st_uid) +
                           "): start Hurtrock as the user that made it, or choose another data folder"};
    }
    if ((info.st_mode & 0777) != 0700 && ::chmod(path.c_str(), 0700) != 0) fail(path, "cannot be made private");
}

/// Complete under its final name or not there at all.
void write_file(const fs::path& path, const std::string& text, const std::optional<Identity>& identity)
{
    const auto draft = path.string() + ".new";
    ::unlink(draft.c_str());
    const int file = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) fail(draft, "cannot be written");
    const bool written =
        ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
    ::close(file);
    if (!written) fail(draft, "cannot be written");
    own(draft, identity);
    if (::rename(draft.c_str(), path.c_str()) != 0) fail(path, "cannot be written");
}

std::string read_text(const fs::path& path)
{
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::string last_lines(const fs::path& path)
{
    auto text = read_text(path);
    constexpr std::size_t shown_max = 1'000;
    return text.size() > shown_max ? text.substr(text.size() - shown_max) : text;
}

/// What an initdb left that was killed. Its own children may outlive it for a moment and still write there, so every
/// draft has a name of its own, and what cannot be removed now is removed at a later start.
void remove_drafts(const fs::path& folder)
{
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator{folder, ignored})
        if (entry.path().filename().string().starts_with(draft_prefix)) fs::remove_all(entry.path(), ignored);
}

fs::path choose_socket_folder(const fs::path& folder)
{
    const auto inside = folder / "run";
    if (inside.string().size() + socket_name.size() <= socket_path_max) return inside;
    const auto name = "hurtrock-" + std::to_string(::geteuid()) + '-' + short_hash(folder.string());
    return (::geteuid() == 0 && fs::is_directory("/run") ? fs::path{"/run"} : fs::path{"/tmp"}) / name;
}

std::string memory_settings()
{
    struct sysinfo machine {
    };
    ::sysinfo(&machine);
    const auto memory_mb = static_cast<std::uint64_t>(machine.totalram) * machine.mem_unit >> 20;
    return "shared_buffers = " + std::to_string(std::clamp<std::uint64_t>(memory_mb / 8, 32, 256)) +
           "MB\neffective_cache_size = " + std::to_string(std::max<std::uint64_t>(memory_mb / 2, 128)) + "MB\n";
}

std::string quoted(const fs::path& path)
{
    std::string text = "'";
    for (const char letter : path.string()) {
        if (letter == '\'') text += letter;
        text += letter;
    }
    return text += '\'';
}

} // namespace

ClusterFiles locate_cluster(const fs::path& data_folder, const std::string& user)
{
    ClusterFiles files;
    std::error_code error;
    fs::create_directories(data_folder, error);
    if (error) throw ClusterError{data_folder.string() + ": the data folder cannot be made: " + error.message()};
    const auto home = fs::canonical(data_folder);
    files.folder = home / "postgres";

    if (::geteuid() == 0) {
        files.identity = find_identity(user);
        if (!files.identity)
            throw ClusterError{"PostgreSQL does not run as root and there is no user \"" + user +
                               "\" to run it as: install the package postgresql-15, or set DATABASE_URL"};
        if (!can_enter(*files.identity, home)) {
            files.folder = fs::path{standard_folder} / short_hash(home.string());
            files.moved_because = "user " + user + ", which PostgreSQL runs as, cannot enter " + home.string() +
                                  "; the database lives in " + files.folder.string() + " instead";
            fs::create_directories(standard_folder, error);
            if (error) throw ClusterError{std::string{standard_folder} + " cannot be made: " + error.message()};
        }
    }
    files.socket_folder = choose_socket_folder(files.folder);
    make_private_folder(files.folder, files.identity);
    make_private_folder(files.socket_folder, files.identity);
    make_private_folder(files.folder / "log", files.identity);
    return files;
}

fs::path find_programs(const fs::path& data)
{
    const fs::path root{"/usr/lib/postgresql"};
    auto version = read_text(data / "PG_VERSION");
    version.erase(std::remove(version.begin(), version.end(), '\n'), version.end());
    const auto complete = [](const fs::path& folder) {
        return fs::exists(folder / "postgres") && fs::exists(folder / "initdb");
    };
    if (!version.empty()) {
        if (complete(root / version / "bin")) return root / version / "bin";
        throw ClusterError{data.string() + " was made by PostgreSQL " + version +
                           ", which is not installed: install postgresql-" + version};
    }
    int newest = 0;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator{root, error})
        if (complete(entry.path() / "bin")) newest = std::max(newest, std::atoi(entry.path().filename().c_str()));
    if (newest == 0)
        throw ClusterError{
            "PostgreSQL is not installed (no /usr/lib/postgresql/*/bin): install postgresql-15, or set DATABASE_URL"};
    return root / std::to_string(newest) / "bin";
}

void make_cluster(const ClusterFiles& files, const fs::path& programs)
{
    if (fs::exists(files.data() / "PG_VERSION")) return remove_drafts(files.folder);
    if (fs::exists(files.data()))
        throw ClusterError{files.data().string() + " exists but is no PostgreSQL cluster: move it away"};
    remove_drafts(files.folder);
    const auto draft = files.folder / (draft_prefix + make_public_id());
    if (!fs::exists(files.password())) write_file(files.password(), make_public_id() + "\n", files.identity);

    const auto pid = start_child(
        {.argv = {(programs / "initdb").string(), "-D", draft.string(), "-U", "hurtrock", "-A", "scram-sha-256",
                  "--pwfile=" + files.password().string(), "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums"},
         .environment = cluster_environment(),
         .identity = files.identity,
         .output = files.folder / "setup.log",
         .parent_death_signal = SIGKILL});
    const auto status = wait_child(pid, setup_timeout);
    if (!status) {
        ::kill(-pid, SIGKILL);
        wait_child(pid, std::chrono::seconds{5});
    }
    if (!status || *status != 0)
        throw ClusterError{"initdb failed (" + (status ? describe_status(*status) : "it took more than 180 s") +
                           "):\n" + last_lines(files.folder / "setup.log")};
    const auto settings = read_text(draft / "postgresql.conf");
    write_file(draft / "postgresql.conf",
               settings + "\ninclude_if_exists = 'hurtrock.conf'\ninclude_if_exists = 'local.conf'\n", files.identity);
    fs::rename(draft, files.data());
}

void write_settings(const ClusterFiles& files)
{
    std::string text = "# Written by Hurtrock at every start. Put your own settings into local.conf beside this file.\n"
                       "listen_addresses = ''\n"
                       "port = 5432\n"
                       "unix_socket_permissions = 0700\n"
                       "max_connections = 60\n"
                       "work_mem = 8MB\n"
                       "maintenance_work_mem = 64MB\n"
                       "wal_compression = on\n"
                       "random_page_cost = 1.1\n"
                       "jit = off\n"
                       "checkpoint_completion_target = 0.9\n"
                       "max_wal_size = 1GB\n"
                       "timezone = 'UTC'\n"
                       "log_timezone = 'UTC'\n"
                       "lc_messages = 'C'\n"
                       "idle_in_transaction_session_timeout = '60s'\n"
                       // One log file a weekday, overwritten after a week; terse leaves out the values of refused rows.
                       "logging_collector = on\n"
                       "log_filename = 'postgresql-%a.log'\n"
                       "log_truncate_on_rotation = on\n"
                       "log_rotation_age = 1d\n"
                       "log_rotation_size = 0\n"
                       "log_error_verbosity = terse\n";
    text += "log_directory = " + quoted(files.folder / "log") +
            "\nunix_socket_directories = " + quoted(files.socket_folder) + '\n';
    write_file(files.data() / "hurtrock.conf", text + memory_settings(), files.identity);
}

std::string read_password(const ClusterFiles& files)
{
    auto password = read_text(files.password());
    password.erase(std::remove(password.begin(), password.end(), '\n'), password.end());
    if (password.empty())
        throw ClusterError{files.password().string() + ": the database's password is missing or unreadable"};
    return password;
}

std::vector<std::string> cluster_environment()
{
    return {"LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin", "TZ=UTC"};
}

} // namespace hurtrock::db
