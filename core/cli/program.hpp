#pragma once
/// The `hurtrock` program: its own commands here, those of plugins through their registrations.

namespace hurtrock::cli {

/// Exit codes: 0 done, 1 failed, 2 wrong use, 78 wrong configuration.
int run(int argc, char** argv);

} // namespace hurtrock::cli
