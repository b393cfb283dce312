#include <hurtrock/sdk.hpp>

/// As HURTROCK_PLUGIN makes it, but by a compiler that lays out objects otherwise. Must be refused before create() is called.
extern "C" HURTROCK_API const hurtrock::PluginDescriptor hurtrock_plugin_descriptor;
const hurtrock::PluginDescriptor hurtrock_plugin_descriptor{
    hurtrock::plugin_magic, hurtrock::sdk_version_major, hurtrock::sdk_version_minor, 0, "gxx-abi-1002 cxx11-0",
    []() -> hurtrock::Plugin* { __builtin_trap(); },
    [](hurtrock::Plugin*) {},
    []() -> const hurtrock::Query* { __builtin_trap(); },
};
