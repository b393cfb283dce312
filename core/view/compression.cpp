#include "compression.hpp"

#include <brotli/encode.h>
#include <zlib.h>

#include <stdexcept>

namespace hurtrock::view {

std::string gzip(std::string_view text, Effort effort)
{
    constexpr int gzip_window = 15 + 16; // zlib manual, deflateInit2: add 16 for a gzip header
    constexpr int memory_level = 8;
    z_stream stream{};
    if (deflateInit2(&stream, effort == Effort::once ? 9 : 5, Z_DEFLATED, gzip_window, memory_level, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::runtime_error{"gzip: out of memory"};
    std::string packed(deflateBound(&stream, text.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    const int status = deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    if (status != Z_STREAM_END) throw std::runtime_error{"gzip: failed"};
    return packed;
}

std::string brotli(std::string_view text, Effort effort)
{
    std::size_t size = BrotliEncoderMaxCompressedSize(text.size());
    std::string packed(size, '\0');
    const int quality = effort == Effort::once ? 10 : 4;
    if (BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, text.size(),
                              reinterpret_cast<const std::uint8_t*>(text.data()), &size,
                              reinterpret_cast<std::uint8_t*>(packed.data())) != BROTLI_TRUE)
        throw std::runtime_error{"brotli: failed"};
    packed.resize(size);
    return packed;
}

bool is_compressible(std::string_view content_type)
{
    return content_type.starts_with("text/") || content_type.starts_with("application/json") ||
           content_type.starts_with("application/problem+json") || content_type.starts_with("application/manifest+json") ||
           content_type.starts_with("application/xml") || content_type.starts_with("image/svg+xml");
}

} // namespace hurtrock::view
