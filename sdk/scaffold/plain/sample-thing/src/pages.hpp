#pragma once

#include "notes.hpp"

#include <hurtrock/sdk.hpp>

namespace hurtrock::sample_thing {

/// Reads what the visitor sent, asks Notes, answers.
class Pages {
public:
    Pages(Notes& notes, const Settings& settings) : notes_{notes}, settings_{settings} {}

    Response show(const Request& request) const;
    Response add(const Request& request) const;

private:
    Value variables() const;

    Notes& notes_;
    const Settings& settings_;
};

} // namespace hurtrock::sample_thing
