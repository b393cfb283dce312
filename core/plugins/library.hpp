#pragma once
/// A plugin's shared library. Loaded from a private copy with a name of its own, because the loader answers the same path with
/// the code it already has, even when the file was replaced. Once loaded, code stays mapped for the life of the process:
/// unmapping is where hosts crash, and keeping it costs some hundred kilobytes.

#include <hurtrock/plugin.hpp>

#include <filesystem>
#include <memory>

namespace hurtrock::plugins {

class Library {
public:
    /// Copies `file` into `copies` (once per content) and loads it. Throws std::runtime_error saying what is wrong and what
    /// to do: no such file, missing symbol, built against another SDK or ABI.
    static std::shared_ptr<Library> load(const std::filesystem::path& file, const std::filesystem::path& copies);
    ~Library();

    const PluginDescriptor& descriptor() const noexcept { return *descriptor_; }
    /// Makes a plugin object that destroys itself through the library.
    std::shared_ptr<Plugin> create() const;

private:
    struct Handle;
    Library(std::unique_ptr<Handle> handle, const PluginDescriptor& descriptor);

    std::unique_ptr<Handle> handle_;
    const PluginDescriptor* descriptor_;
};

} // namespace hurtrock::plugins
