#pragma once
/// The demo shop's promotions, named as such.

#include <hurtrock/plugin.hpp>

namespace hurtrock::promotions {

/// Leaves them alone where their code or name is there already.
int seed_demo(Host& host, Terminal& terminal);

} // namespace hurtrock::promotions
