# What `cmake --install` leaves below the prefix: the program, the SDK that plugins are built with, and the shop's files.
# Plugins install themselves (hurtrock_plugin). The program finds all of it from its own place (core/app/layout.cpp).
include(CMakePackageConfigHelpers)

set_target_properties(hurtrock PROPERTIES INSTALL_RPATH "$ORIGIN/../lib")
install(TARGETS hurtrock RUNTIME DESTINATION bin)

install(TARGETS hurtrock_sdk hurtrock_testing EXPORT Hurtrock LIBRARY DESTINATION lib INCLUDES DESTINATION include)
install(DIRECTORY sdk/include/hurtrock DESTINATION include FILES_MATCHING PATTERN "*.hpp")
install(EXPORT Hurtrock FILE targets.cmake NAMESPACE Hurtrock:: DESTINATION lib/cmake/Hurtrock)
# While the major version is 0, every minor version may change what plugins are compiled against.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/HurtrockConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/HurtrockConfigVersion.cmake cmake/HurtrockConfig.cmake cmake/HurtrockPlugin.cmake
    cmake/hurtrock_plugin.version DESTINATION lib/cmake/Hurtrock)

install(DIRECTORY core/templates core/assets core/locales DESTINATION share/hurtrock/core)
install(DIRECTORY migrations themes config DESTINATION share/hurtrock)
install(DIRECTORY sdk/scaffold DESTINATION share/hurtrock)
install(FILES LICENSE DESTINATION share/hurtrock)

# Style sheets, fonts and pictures are made by node, not by this build; a second build folder shares those of the first.
install(CODE "
    set(made \"${PROJECT_BINARY_DIR}\")
    if(NOT EXISTS \"\${made}/web\")
        set(made \"${PROJECT_SOURCE_DIR}/build\")
    endif()
    if(NOT EXISTS \"\${made}/web/bootstrap.min.css\")
        message(FATAL_ERROR \"There are no web assets in \${made}/web: make them with ./dev build, then install.\")
    endif()
    file(INSTALL \"\${made}/web\" \"\${made}/demo\" DESTINATION \"\${CMAKE_INSTALL_PREFIX}/share/hurtrock\" PATTERN .stamp EXCLUDE)
")
