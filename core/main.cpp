#include "cli/program.hpp"

int main(int argc, char** argv) { return hurtrock::cli::run(argc, argv); }
