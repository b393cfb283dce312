#include <hurtrock/sdk.hpp>

/// As HURTROCK_PLUGIN makes it, but by the headers of a later SDK. Must be refused before create() is called.
extern "C" HURTROCK_API const hurtrock::PluginDescriptor hurtrock_plugin_descriptor;
const hurtrock::PluginDescriptor hurtrock_plugin_descriptor{
    hurtrock::plugin_magic, hurtrock::sdk_version_major, hurtrock::sdk_version_minor + 1, 0, hurtrock::abi_tag,
    []() -> hurtrock::Plugin* { __builtin_trap(); },
    [](hurtrock::Plugin*) {},
    []() -> const hurtrock::Query* { __builtin_trap(); },
};
