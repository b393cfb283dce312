#include "encode.hpp"

#include "resize.hpp"

#include <turbojpeg.h>
#include <webp/encode.h>

#include <memory>
#include <stdexcept>

namespace hurtrock::files {

std::string to_jpeg(const Bitmap& bitmap)
{
    const auto laid = opaque(bitmap);
    const std::unique_ptr<void, int (*)(void*)> encoder{tjInitCompress(), &tjDestroy};
    unsigned char* bytes = nullptr;
    unsigned long size = 0;
    const int failed = encoder ? tjCompress2(encoder.get(), laid.pixels.data(), laid.width, 0, laid.height, TJPF_RGB,
                                             &bytes, &size, TJSAMP_420, jpeg_quality, TJFLAG_PROGRESSIVE)
                               : 1;
    const std::unique_ptr<unsigned char, void (*)(unsigned char*)> owned{bytes, &tjFree};
    if (failed) throw std::runtime_error{"a picture could not be written as JPEG"};
    return {reinterpret_cast<const char*>(bytes), size};
}

std::string to_webp(const Bitmap& bitmap)
{
    std::uint8_t* bytes = nullptr;
    const int stride = bitmap.width * bitmap.channels;
    const auto size =
        bitmap.channels == 4
            ? WebPEncodeRGBA(bitmap.pixels.data(), bitmap.width, bitmap.height, stride, webp_quality, &bytes)
            : WebPEncodeRGB(bitmap.pixels.data(), bitmap.width, bitmap.height, stride, webp_quality, &bytes);
    const std::unique_ptr<void, void (*)(void*)> owned{bytes, &WebPFree};
    if (size == 0) throw std::runtime_error{"a picture could not be written as WebP"};
    return {reinterpret_cast<const char*>(bytes), size};
}

} // namespace hurtrock::files
