#include "manifest.hpp"

#include "core/base/suggest.hpp"
#include "core/config/yaml_file.hpp"

#include <algorithm>

namespace hurtrock::plugins {
namespace {

const std::vector<std::string> known_keys{"id",   "version", "sdk",         "name",     "description",
                                          "depends", "uses", "permissions", "settings", "network"};

std::string required_text(const config::YamlFile& file, const char* key)
{
    const auto& value = file.value()[key];
    if (!value.is_text() || value.empty()) file.fail(key, std::string{"plugin.yaml needs a text under \""} + key + "\"");
    return std::string{value.text()};
}

void read_dependencies(const config::YamlFile& file, Manifest& manifest)
{
    for (const auto& [id, range] : file.value()["depends"].entries()) {
        const auto text = std::string{range.text()};
        if (!satisfies({}, text)) file.fail("depends/" + id, "cannot read the version range \"" + text + "\"; write \"^1.2\"");
        manifest.depends.push_back({id, text});
    }
    for (const auto& id : file.value()["uses"].items()) manifest.uses.emplace_back(id.text());
}

void require_url_setting(const config::YamlFile& file, const std::string& place, const std::string& key)
{
    const auto& settings = file.value()["settings"];
    std::vector<std::string> urls;
    for (const auto& [name, field] : settings.entries())
        if (field["type"].text() == "url") urls.push_back(name);
    if (settings[key]["type"].text() == "url") return;
    file.fail(place, settings.has(key) ? "the setting \"" + key + "\" is no address; give it \"type: url\""
                                       : "there is no setting \"" + key + "\"" + base::did_you_mean(key, urls));
}

void read_network(const config::YamlFile& file, Manifest& manifest)
{
    const auto& hosts = file.value()["network"];
    if (!hosts.is_null() && !hosts.is_list()) file.fail("network", "\"network\" is a list of hosts: [api.example.com]");
    for (std::size_t at = 0; at < hosts.items().size(); ++at) {
        const auto place = "network/" + std::to_string(at);
        const auto rule = net::parse_host_rule(hosts.items()[at].text());
        if (!rule) file.fail(place, std::string{rule.problem().arguments["reason"].text()});
        if (rule->kind == net::HostRule::Kind::setting) require_url_setting(file, place, rule->text);
        manifest.network.push_back(*rule);
    }
}

} // namespace

bool is_plugin_id(std::string_view id) noexcept
{
    return !id.empty() && id.size() <= 40 && id[0] >= 'a' && id[0] <= 'z' &&
           std::all_of(id.begin(), id.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

Manifest Manifest::load(const std::filesystem::path& folder)
{
    const auto file = config::YamlFile::load(folder / "plugin.yaml");
    for (const auto& [key, value] : file.value().entries())
        if (std::find(known_keys.begin(), known_keys.end(), key) == known_keys.end())
            file.fail(key, "unknown entry \"" + key + "\"" + base::did_you_mean(key, known_keys));

    Manifest manifest;
    manifest.folder = folder;
    manifest.id = required_text(file, "id");
    if (!is_plugin_id(manifest.id)) file.fail("id", "an id is made of a to z, 0 to 9 and '-', and begins with a letter");
    if (manifest.id != folder.filename()) file.fail("id", "the folder is called \"" + folder.filename().string() + "\"; id must be the same");
    const auto version = Version::parse(required_text(file, "version"));
    if (!version) file.fail("version", "write the version as 1.2.3");
    manifest.version = *version;
    manifest.sdk_range = required_text(file, "sdk");
    if (!satisfies({}, manifest.sdk_range)) file.fail("sdk", "cannot read the version range; write \"^0.1\"");
    manifest.name = file.value()["name"];
    manifest.description = file.value()["description"];
    manifest.permissions = file.value()["permissions"];
    manifest.settings = file.value()["settings"];
    for (const auto& [permission, label] : manifest.permissions.entries())
        if (!permission.starts_with(manifest.id + "."))
            file.fail("permissions/" + permission, "a permission is called plugin.noun.verb; this one must begin with \"" + manifest.id + ".\"");
    read_dependencies(file, manifest);
    read_network(file, manifest);
    return manifest;
}

} // namespace hurtrock::plugins
