#pragma once
/// Pictures: uploaded JPEG, PNG or WebP made into the sizes pages need. Stored by content, so storing twice is harmless.
/// Thread-safe.

#include <hurtrock/result.hpp>

namespace hurtrock {

class Pictures {
public:
    /// Checks, decodes, turns upright (EXIF), strips metadata and writes JPEG and WebP at 320, 640, 960 and 1600 px wide (never
    /// enlarged). Takes time: call it outside transactions. Answers the picture's key, 32 hex characters. Problems:
    /// "pictures.not_a_picture", "pictures.too_large" above 20 MB or 50 megapixels.
    virtual Result<std::string> store(std::string_view bytes) = 0;
    /// {src, srcset, width, height, alt} for templates; null for an unknown key.
    virtual Value view(std::string_view key, std::string_view alt) = 0;

protected:
    ~Pictures() = default;
};

} // namespace hurtrock
