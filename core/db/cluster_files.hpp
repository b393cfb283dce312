#pragma once
/// The folder of the private PostgreSQL: where things lie, whose they are, and how they are first made.
///
///     <data folder>/postgres/   mode 0700, owned by the user PostgreSQL runs as
///         data/                 the cluster; made under another name and renamed when complete
///         password              of the database user "hurtrock"
///         run/                  the socket (elsewhere when the path is too long for one)
///         log/  startup.log  setup.log

#include "process.hpp"

#include <stdexcept>

namespace hurtrock::db
{

/// Why the private PostgreSQL cannot run, in words for an operator.
class ClusterError final : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

struct ClusterFiles {
    std::filesystem::path folder;
    std::filesystem::path socket_folder;
    /// Set when we are root: PostgreSQL refuses to run as root.
    std::optional<Identity> identity;
    /// Why `folder` is not inside the data folder that was asked for; empty when it is.
    std::string moved_because;

    std::filesystem::path data() const { return folder / "data"; }
    std::filesystem::path password() const { return folder / "password"; }
};

/// Decides where the cluster of a data folder lives (the same answer every time) and makes the folders.
ClusterFiles locate_cluster(const std::filesystem::path& data_folder, const std::string& user);

/// The folder of PostgreSQL's programs: of the version that made `data`, or the newest installed.
std::filesystem::path find_programs(const std::filesystem::path& data);

/// Makes the cluster unless it is there; killed half-way, the next call begins anew. Precondition: the folder's lock is
/// held.
void make_cluster(const ClusterFiles& files, const std::filesystem::path& programs);

/// Writes the settings this version of Hurtrock wants; a `local.conf` beside them has the last word.
void write_settings(const ClusterFiles& files);

std::string read_password(const ClusterFiles& files);

/// Environment for PostgreSQL's programs: nothing of ours.
std::vector<std::string> cluster_environment();

} // namespace hurtrock::db
