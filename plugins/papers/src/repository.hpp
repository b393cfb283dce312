#pragma once
/// The tables of issued papers.

#include <hurtrock/database.hpp>

namespace hurtrock::papers {

struct Issued {
    std::string number;
    Value facts;
};

struct NewPaper {
    std::string kind, number, order_public_id;
    int part{0};
    int year{0};
    std::int64_t sequence{0};
    Value facts;
    Time issued_at{};
};

namespace repository {

std::optional<Issued> find(Reader& reader, std::string_view order_public_id, std::string_view kind, int part);
int count(Reader& reader, std::string_view order_public_id, std::string_view kind);
/// The next number of a kind and year. Whoever asks next waits for this transaction, so that none is left out.
std::int64_t next_number(Transaction& tx, std::string_view kind, int year);
void insert(Transaction& tx, const NewPaper& paper);

} // namespace repository
} // namespace hurtrock::papers
