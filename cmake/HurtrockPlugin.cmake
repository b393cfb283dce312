# hurtrock_plugin(NAME [TEST_SHOP] [TEST_PLUGINS …] [LIBRARIES …]): a plugin from the folder that calls it. The same call builds it inside
# Hurtrock's own tree and outside, after find_package(Hurtrock).
#
# Every src/*.cpp is compiled once and becomes one shared library that exports a single symbol. The plugin is laid out, ready to load, as
# ${HURTROCK_PLUGIN_OUTPUT}/NAME: the library beside links to the folder's plugin.yaml, migrations, templates, assets and
# locales, so that a changed template shows without a build. tests/*_test.cpp become NAME_test; with TEST_SHOP they may
# start a shop with the plugin in it (hurtrock/testing/shop.hpp), with what it depends on and, where a test asks for more,
# TEST_PLUGINS. `cmake --install` puts
# copies of all of it where a shop installed below the same prefix finds it.
if(NOT HURTROCK_PLUGIN_OUTPUT)
    set(HURTROCK_PLUGIN_OUTPUT ${CMAKE_BINARY_DIR}/plugins)
endif()
set(HURTROCK_PLUGIN_VERSION_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/hurtrock_plugin.version)
set(HURTROCK_PLUGIN_PARTS migrations templates assets locales)

function(hurtrock_plugin name)
    cmake_parse_arguments(ARG "TEST_SHOP" "" "LIBRARIES;TEST_PLUGINS" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/src/*.cpp)
    set(target plugin_${name})

    # Compiled once, for the library and for the tests.
    add_library(${target}_objects OBJECT ${sources})
    target_link_libraries(${target}_objects PUBLIC Hurtrock::sdk ${ARG_LIBRARIES})
    target_include_directories(${target}_objects PUBLIC ${CMAKE_CURRENT_SOURCE_DIR}/src)
    target_compile_options(${target}_objects PRIVATE -fvisibility=hidden -fvisibility-inlines-hidden -fno-gnu-unique)
    set_target_properties(${target}_objects PROPERTIES POSITION_INDEPENDENT_CODE ON CXX_EXTENSIONS OFF)

    add_library(${target} MODULE)
    target_link_libraries(${target} PRIVATE ${target}_objects)
    target_link_options(${target} PRIVATE LINKER:--version-script=${HURTROCK_PLUGIN_VERSION_SCRIPT} LINKER:--build-id=sha1)
    set_target_properties(${target} PROPERTIES
        PREFIX "" OUTPUT_NAME ${name} LINKER_LANGUAGE CXX LIBRARY_OUTPUT_DIRECTORY ${HURTROCK_PLUGIN_OUTPUT}/${name}
        CXX_EXTENSIONS OFF LINK_DEPENDS ${HURTROCK_PLUGIN_VERSION_SCRIPT})
    hurtrock_lay_out_plugin_(${HURTROCK_PLUGIN_OUTPUT}/${name})
    if(NOT HURTROCK_PLUGIN_NO_INSTALL)
        hurtrock_install_plugin_(${name} ${target})
    endif()
    file(STRINGS plugin.yaml depends REGEX "^depends:.*")
    string(REGEX MATCHALL "[a-z][a-z0-9-]*:" depends "${depends}")
    list(TRANSFORM depends REPLACE "(.*):" "plugin_\\1")
    list(REMOVE_ITEM depends plugin_depends)
    set_target_properties(${target} PROPERTIES HURTROCK_DEPENDS "${depends}")

    file(GLOB tests CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/tests/*_test.cpp)
    if(HURTROCK_TESTS AND tests)
        add_executable(${name}_test ${tests})
        # Where a test finds the plugin's migrations and other files.
        target_compile_definitions(${name}_test PRIVATE HURTROCK_PLUGIN_FOLDER="${CMAKE_CURRENT_SOURCE_DIR}")
        target_link_libraries(${name}_test PRIVATE ${target}_objects GTest::gtest_main)
        if(ARG_TEST_SHOP)
            target_link_libraries(${name}_test PRIVATE Hurtrock::testing)
            target_compile_definitions(${name}_test PRIVATE HURTROCK_PLUGIN_ID="${name}" HURTROCK_PLUGIN_OUTPUT="${HURTROCK_PLUGIN_OUTPUT}")
            foreach(needed ${name} ${ARG_TEST_PLUGINS}) # deferred: they may be declared later
                cmake_language(EVAL CODE "cmake_language(DEFER DIRECTORY [[${CMAKE_SOURCE_DIR}]] CALL hurtrock_test_needs_ ${name}_test plugin_${needed})")
            endforeach()
        endif()
        add_test(NAME ${name} COMMAND ${name}_test)
        set_tests_properties(${name} PROPERTIES LABELS unit)
    endif()
endfunction()

# A shop in a test loads the plugin and all it depends on, which outside Hurtrock's tree are installed already.
function(hurtrock_test_needs_ test plugin)
    if(TARGET ${plugin})
        add_dependencies(${test} ${plugin})
        get_target_property(depends ${plugin} HURTROCK_DEPENDS)
        foreach(dependency ${depends})
            hurtrock_test_needs_(${test} ${dependency})
        endforeach()
    endif()
endfunction()

function(hurtrock_lay_out_plugin_ folder)
    file(MAKE_DIRECTORY ${folder})
    foreach(part plugin.yaml ${HURTROCK_PLUGIN_PARTS})
        if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${part})
            file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR}/${part} ${folder}/${part} SYMBOLIC)
        endif()
    endforeach()
endfunction()

# Nothing to look up at run time: the program that loads a plugin has the SDK already.
function(hurtrock_install_plugin_ name target)
    set(destination lib/hurtrock/plugins/${name})
    install(TARGETS ${target} LIBRARY DESTINATION ${destination})
    install(FILES plugin.yaml DESTINATION ${destination})
    foreach(part ${HURTROCK_PLUGIN_PARTS})
        if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${part})
            install(DIRECTORY ${part} DESTINATION ${destination})
        endif()
    endforeach()
endfunction()
