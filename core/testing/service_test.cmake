# hurtrock_service_test(NAME SOURCES... LIBRARIES ...): a GoogleTest program against a PostgreSQL of its own, with the core's
# migrations applied. The test's sources include "core/testing/test_database.hpp".
set(HURTROCK_TESTING_FOLDER ${CMAKE_CURRENT_LIST_DIR})

function(hurtrock_service_test name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LIBRARIES" ${ARGN})
    add_executable(${name} ${ARG_SOURCES} ${HURTROCK_TESTING_FOLDER}/test_database.cpp)
    target_link_libraries(${name} PRIVATE ${ARG_LIBRARIES} hurtrock_db hurtrock_sdk GTest::gtest)
    target_include_directories(${name} PRIVATE ${HURTROCK_TESTING_FOLDER}/../..)
    target_compile_definitions(${name} PRIVATE
        HURTROCK_MIGRATIONS="${HURTROCK_TESTING_FOLDER}/../../migrations")
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES LABELS unit TIMEOUT 300)
endfunction()
