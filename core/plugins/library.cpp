#include "library.hpp"

#include "core/base/files.hpp"

#include <boost/dll/shared_library.hpp>

#include <functional>
#include <map>
#include <mutex>

namespace hurtrock::plugins {
namespace {

namespace fs = std::filesystem;

/// Same content, same copy: re-enabling an unchanged plugin reuses the mapping.
fs::path private_copy(const fs::path& file, const fs::path& copies)
{
    const auto content = base::read_file(file);
    char digest[17];
    std::snprintf(digest, sizeof digest, "%016zx", std::hash<std::string>{}(content));
    const auto copy = copies / (file.stem().string() + "-" + digest + ".so");
    if (!fs::exists(copy) || fs::file_size(copy) != content.size()) {
        fs::create_directories(copies);
        base::write_file(copy, content, 0755);
    }
    return copy;
}

std::string refusal(const PluginDescriptor& descriptor)
{
    const auto rebuild = "; rebuild the plugin against this version's SDK";
    if (descriptor.magic != plugin_magic) return "is no Hurtrock plugin (wrong magic number)";
    if (descriptor.sdk_major != sdk_version_major || (sdk_version_major == 0 && descriptor.sdk_minor != sdk_version_minor))
        return "was built for SDK " + std::to_string(descriptor.sdk_major) + "." + std::to_string(descriptor.sdk_minor) +
               ", this is SDK " + std::to_string(sdk_version_major) + "." + std::to_string(sdk_version_minor) + rebuild;
    if (std::string_view{descriptor.abi_tag} != abi_tag)
        return "was built for ABI \"" + std::string{descriptor.abi_tag} + "\", this is \"" + abi_tag + "\"" + rebuild;
    return {};
}

} // namespace

struct Library::Handle {
    boost::dll::shared_library library;
};

Library::Library(std::unique_ptr<Handle> handle, const PluginDescriptor& descriptor)
    : handle_{std::move(handle)}, descriptor_{&descriptor}
{
}
Library::~Library() = default;

std::shared_ptr<Library> Library::load(const fs::path& file, const fs::path& copies)
{
    static std::mutex mutex;
    static std::map<fs::path, std::shared_ptr<Library>> mapped; // never emptied: see the header
    const std::lock_guard lock{mutex};

    if (!fs::exists(file)) throw std::runtime_error{"there is no " + file.string() + "; build the plugin first"};
    const auto copy = private_copy(file, copies);
    if (const auto known = mapped.find(copy); known != mapped.end()) return known->second;

    namespace dll = boost::dll;
    auto handle = std::make_unique<Handle>();
    try {
        handle->library.load(copy.string(), dll::load_mode::rtld_now | dll::load_mode::rtld_local);
    } catch (const std::exception& error) {
        throw std::runtime_error{file.string() + " cannot be loaded: " + error.what()};
    }
    if (!handle->library.has("hurtrock_plugin_descriptor"))
        throw std::runtime_error{file.string() + " exports no hurtrock_plugin_descriptor; end plugin.cpp with HURTROCK_PLUGIN(YourPlugin)"};
    const auto& descriptor = handle->library.get<const PluginDescriptor>("hurtrock_plugin_descriptor");
    if (const auto why = refusal(descriptor); !why.empty()) throw std::runtime_error{file.string() + " " + why};

    auto library = std::shared_ptr<Library>{new Library{std::move(handle), descriptor}};
    mapped.emplace(copy, library);
    return library;
}

std::shared_ptr<Plugin> Library::create() const
{
    auto* plugin = descriptor_->create();
    if (!plugin) throw std::runtime_error{"the plugin made no object"};
    return {plugin, [destroy = descriptor_->destroy](Plugin* made) { destroy(made); }};
}

} // namespace hurtrock::plugins
