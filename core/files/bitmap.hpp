#pragma once
/// Pixels in memory: 8 bits a channel, sRGB, rows from the top without gaps.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hurtrock::files {

struct Bitmap {
    int width{0};
    int height{0};
    /// 3 (RGB) or 4 (RGBA, not premultiplied).
    int channels{3};
    std::vector<std::uint8_t> pixels{};

    Bitmap() = default;
    Bitmap(int wide, int high, int channel_count)
        : width{wide},
          height{high},
          channels{channel_count},
          pixels(static_cast<std::size_t>(wide) * static_cast<std::size_t>(high) *
                 static_cast<std::size_t>(channel_count))
    {}
    std::uint8_t* at(int x, int y) noexcept
    {
        return pixels.data() +
               (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) *
                   static_cast<std::size_t>(channels);
    }
    const std::uint8_t* at(int x, int y) const noexcept { return const_cast<Bitmap*>(this)->at(x, y); }
};

} // namespace hurtrock::files
