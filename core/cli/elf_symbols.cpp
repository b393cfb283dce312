#include "elf_symbols.hpp"

#include "core/base/files.hpp"

#include <hurtrock/crypto.hpp>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <cxxabi.h>
#include <elf.h>
#include <memory>
#include <stdexcept>

namespace hurtrock::cli {
namespace {

template <class Record>
Record read_at(const std::string& bytes, std::size_t offset)
{
    if (offset > bytes.size() || bytes.size() - offset < sizeof(Record)) throw std::runtime_error{"the file is cut short"};
    Record record;
    std::memcpy(&record, bytes.data() + offset, sizeof record);
    return record;
}

std::string name_at(const std::string& bytes, const Elf64_Shdr& names, std::size_t index)
{
    if (index >= names.sh_size || names.sh_offset > bytes.size() || bytes.size() - names.sh_offset < names.sh_size)
        throw std::runtime_error{"a name lies outside the file"};
    const auto* begin = bytes.data() + names.sh_offset + index;
    return {begin, ::strnlen(begin, names.sh_size - index)};
}

std::string demangled(const std::string& name)
{
    int status = 0;
    const std::unique_ptr<char, decltype(&std::free)> readable{abi::__cxa_demangle(name.c_str(), nullptr, nullptr, &status), &std::free};
    return status == 0 ? readable.get() : name;
}

bool others_may_bind(const Elf64_Sym& symbol)
{
    const auto binding = ELF64_ST_BIND(symbol.st_info);
    const auto visibility = ELF64_ST_VISIBILITY(symbol.st_other);
    return symbol.st_shndx != SHN_UNDEF && (binding == STB_GLOBAL || binding == STB_WEAK || binding == STB_GNU_UNIQUE) &&
           (visibility == STV_DEFAULT || visibility == STV_PROTECTED);
}

} // namespace

std::vector<std::string> exported_symbols(const std::filesystem::path& library)
{
    const auto bytes = base::read_file(library);
    const auto head = read_at<Elf64_Ehdr>(bytes, 0);
    if (std::memcmp(head.e_ident, ELFMAG, SELFMAG) != 0 || head.e_ident[EI_CLASS] != ELFCLASS64 || head.e_type != ET_DYN)
        throw std::runtime_error{"it is no 64-bit shared library"};

    std::vector<std::string> names;
    for (std::size_t section = 0; section < head.e_shnum; ++section) {
        const auto table = read_at<Elf64_Shdr>(bytes, head.e_shoff + section * sizeof(Elf64_Shdr));
        if (table.sh_type != SHT_DYNSYM) continue;
        const auto strings = read_at<Elf64_Shdr>(bytes, head.e_shoff + table.sh_link * sizeof(Elf64_Shdr));
        for (std::size_t at = 0; at + sizeof(Elf64_Sym) <= table.sh_size; at += sizeof(Elf64_Sym)) {
            const auto symbol = read_at<Elf64_Sym>(bytes, table.sh_offset + at);
            if (others_may_bind(symbol)) names.push_back(demangled(name_at(bytes, strings, symbol.st_name)));
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::string build_id(const std::filesystem::path& library)
{
    const auto bytes = base::read_file(library);
    const auto head = read_at<Elf64_Ehdr>(bytes, 0);
    for (std::size_t section = 0; section < head.e_shnum; ++section) {
        const auto part = read_at<Elf64_Shdr>(bytes, head.e_shoff + section * sizeof(Elf64_Shdr));
        if (part.sh_type != SHT_NOTE) continue;
        const auto note = read_at<Elf64_Nhdr>(bytes, part.sh_offset);
        const auto content = part.sh_offset + sizeof note + ((note.n_namesz + 3) & ~std::size_t{3});
        if (note.n_type == NT_GNU_BUILD_ID && content + note.n_descsz <= bytes.size()) return to_hex(std::string_view{bytes}.substr(content, note.n_descsz));
    }
    return {};
}

} // namespace hurtrock::cli
