#pragma once
/// A picture's key says everything a page needs: 32 hex characters, of which 24 are the BLAKE2b hash of the uploaded
/// bytes and 4 each the width and height of the upright picture. No table and no file is asked to print an <img>.

#include <hurtrock/result.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hurtrock::files {

struct PictureSize {
    int width;
    int height;
};

std::string picture_key(std::string_view bytes, PictureSize size);
/// nullopt for what cannot be a key.
std::optional<PictureSize> size_of(std::string_view key) noexcept;

/// The widths a picture of this width is kept at, ascending: 320, 640, 960, 1600 as far as they are smaller, and its
/// own when that is at most 1600.
std::vector<int> widths_of(int width);
/// The height that goes with a width.
int height_at(PictureSize size, int width) noexcept;

enum class Format { jpeg, webp };
/// "ab/cd/KEY-640.webp" below the media folder.
std::filesystem::path relative_path(std::string_view key, int width, Format format);
/// "/media/KEY-640.webp"
std::string url_path(std::string_view key, int width, Format format);

struct MediaFile {
    std::filesystem::path path;
    const char* content_type;
};
/// Where the file of a request below /media/ lies ("KEY-640.webp"); nullopt for every name that url_path cannot make,
/// so that no path can lead elsewhere. The file may be missing. Content never changes under a name: cache it for ever.
std::optional<MediaFile> resolve_media(const std::filesystem::path& media_folder, std::string_view name);

} // namespace hurtrock::files
