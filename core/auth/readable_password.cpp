#include "readable_password.hpp"

#include "readable_words.hpp"

#include <sodium.h>

#include <stdexcept>

namespace hurtrock::auth {
namespace {

/// Without letters and digits that look alike.
constexpr std::string_view characters = "abcdefghjkmnpqrstuvwxyz23456789";

std::string_view pick(const auto& words)
{
    return words[randombytes_uniform(static_cast<std::uint32_t>(words.size()))];
}

std::string group()
{
    std::string text;
    for (int at = 0; at < 3; ++at) text += characters[randombytes_uniform(characters.size())];
    return text;
}

} // namespace

std::string readable_password()
{
    if (sodium_init() < 0) throw std::runtime_error{"libsodium cannot reach the system's random source"};
    return group() + '-' + std::string{pick(readable_adjectives)} + '-' + std::string{pick(readable_nouns)} + '-' +
           group();
}

} // namespace hurtrock::auth
