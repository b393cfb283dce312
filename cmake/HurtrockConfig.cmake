# find_package(Hurtrock): the target Hurtrock::sdk and the command hurtrock_plugin(NAME).
# HURTROCK_TESTS builds a plugin's tests; it is on when GoogleTest is there.
include(${CMAKE_CURRENT_LIST_DIR}/targets.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/HurtrockPlugin.cmake)

find_package(GTest QUIET)
option(HURTROCK_TESTS "Build the plugin's tests" ${GTest_FOUND})
if(HURTROCK_TESTS)
    enable_testing()
endif()
