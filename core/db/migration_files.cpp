#include "migration_files.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace hurtrock::db
{
namespace
{

constexpr std::size_t file_bytes_max = 8u << 20;

bool is_digit(char letter) noexcept
{
    return letter >= '0' && letter <= '9';
}

int number_in(const std::filesystem::path& path)
{
    const auto name = path.filename().string();
    const bool well_formed = name.size() > 9 && std::all_of(name.begin(), name.begin() + 4, is_digit) && name[4] == '_';
    if (!well_formed) throw MigrationError{path.string() + ": a migration is named NNNN_what_it_does.sql"};
    return std::stoi(name.substr(0, 4));
}

std::string read_text(const std::filesystem::path& path)
{
    std::ifstream file{path, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    if (!file.good() && !file.eof()) throw MigrationError{path.string() + ": cannot be read"};
    if (text.size() > file_bytes_max) throw MigrationError{path.string() + ": larger than 8 MiB"};
    return text;
}

std::string sha256(const std::string& text)
{
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash;
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
    std::string hex(hash.size() * 2 + 1, '\0');
    sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
    hex.pop_back();
    return hex;
}

} // namespace

std::vector<MigrationFile> read_migrations(const std::filesystem::path& folder)
{
    std::vector<MigrationFile> files;
    if (!std::filesystem::is_directory(folder)) return files;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        if (entry.path().extension() != ".sql") continue;
        auto sql = read_text(entry.path());
        auto checksum = sha256(sql);
        files.push_back({number_in(entry.path()), entry.path().filename().string(), entry.path(), std::move(sql),
                         std::move(checksum)});
    }
    std::sort(files.begin(), files.end(), [](const auto& left, const auto& right) { return left.name < right.name; });
    for (std::size_t at = 0; at < files.size(); ++at) {
        const int expected = static_cast<int>(at) + 1;
        if (files[at].number == expected) continue;
        if (at > 0 && files[at].number == files[at - 1].number)
            throw MigrationError{folder.string() + ": " + files[at - 1].name + " and " + files[at].name +
                                 " have the same number"};
        throw MigrationError{folder.string() + ": migration " + std::to_string(expected) + " is missing before " +
                             files[at].name};
    }
    return files;
}

std::string schema_of(const std::string& owner)
{
    const bool well_formed = !owner.empty() && owner.size() <= 40 && owner[0] >= 'a' && owner[0] <= 'z' &&
                             std::all_of(owner.begin(), owner.end(), [](char letter) {
                                 return (letter >= 'a' && letter <= 'z') || is_digit(letter) || letter == '-';
                             });
    auto schema = owner;
    std::replace(schema.begin(), schema.end(), '-', '_');
    if (!well_formed || schema == "public" || schema == "information_schema" || schema.starts_with("pg_"))
        throw MigrationError{
            '"' + owner +
            "\" cannot own migrations: an id is [a-z][a-z0-9-]*, at most 40 long, and not PostgreSQL's own"};
    return schema;
}

} // namespace hurtrock::db
