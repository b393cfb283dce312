#pragma once
/// Makes the running shop follow config/plugins.yaml and the plugins' files: saving is enough. One thread looks; what it
/// changed stands in the report (plugin_report.hpp). A file that cannot be read is reported once, and what runs goes on.

#include "application.hpp"
#include "plugin_report.hpp"

#include <condition_variable>
#include <mutex>

namespace hurtrock::app {

class PluginFollower {
public:
    /// Woken earlier by whoever watches the files.
    static constexpr std::chrono::milliseconds look_every{1'000};
    /// Files are left alone until nothing has changed for so long: editors and linkers write in place, piece by piece.
    static constexpr std::chrono::milliseconds settle{60};

    /// Writes the first report. `safe_mode`: nothing is followed.
    PluginFollower(Application& application, bool safe_mode);

    /// One look; true when it is to look again at once, because somebody is still writing. Reports what it cannot do and throws
    /// nothing but std::bad_alloc.
    bool look();

private:
    /// Time, size and number of plugins.yaml, of the quarantine, of all plugins' files.
    std::string stamp() const;
    bool settled(const std::string& seen);
    void follow();
    void report();

    Application& application_;
    const bool safe_mode_;
    std::string followed_;
    std::string reported_;
    PluginReport report_;
};

} // namespace hurtrock::app
