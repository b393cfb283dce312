# hurtrock_plugin(NAME [TEST_LIBRARIES ...]): a plugin from the folder that calls it.
#
# Every src/*.cpp becomes one shared library that exports a single symbol. The plugin is laid out, ready to load, as
# ${HURTROCK_PLUGIN_OUTPUT}/NAME: the library beside links to the folder's plugin.yaml, migrations, templates, assets and
# locales, so that a changed template shows without a build. tests/*_test.cpp become NAME_test.
if(NOT HURTROCK_PLUGIN_OUTPUT)
    set(HURTROCK_PLUGIN_OUTPUT ${CMAKE_BINARY_DIR}/plugins)
endif()

function(hurtrock_plugin name)
    cmake_parse_arguments(ARG "" "" "LIBRARIES" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/src/*.cpp)
    set(target plugin_${name})
    set(folder ${HURTROCK_PLUGIN_OUTPUT}/${name})

    add_library(${target} MODULE ${sources})
    target_link_libraries(${target} PRIVATE Hurtrock::sdk ${ARG_LIBRARIES})
    target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/src)
    target_compile_options(${target} PRIVATE -fvisibility=hidden -fvisibility-inlines-hidden -fno-gnu-unique)
    if(TARGET hurtrock_pch)
        target_precompile_headers(${target} REUSE_FROM hurtrock_pch)
    endif()
    set_target_properties(${target} PROPERTIES
        PREFIX "" OUTPUT_NAME ${name} LIBRARY_OUTPUT_DIRECTORY ${folder})
    foreach(part plugin.yaml migrations templates assets locales)
        if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${part})
            file(MAKE_DIRECTORY ${folder})
            file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR}/${part} ${folder}/${part} SYMBOLIC)
        endif()
    endforeach()

    file(GLOB tests CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/tests/*_test.cpp)
    if(HURTROCK_TESTS AND tests)
        add_executable(${name}_test ${tests} ${sources})
        target_include_directories(${name}_test PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/src)
        target_link_libraries(${name}_test PRIVATE Hurtrock::sdk ${ARG_LIBRARIES} GTest::gtest_main)
        add_test(NAME ${name} COMMAND ${name}_test)
        set_tests_properties(${name} PROPERTIES LABELS unit)
    endif()
endfunction()
