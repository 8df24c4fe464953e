# Puts the web console (web/dist, made by scripts/web) into the API module. A release is not built
# without it; other builds do with an empty table.

set(console_dist ${CMAKE_SOURCE_DIR}/web/dist)
file(GLOB_RECURSE console_files CONFIGURE_DEPENDS ${console_dist}/*)
if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT EXISTS ${console_dist}/index.html)
  message(FATAL_ERROR "web/dist is missing: run scripts/web, or scripts/build, which does it all")
endif()

set(console_source ${CMAKE_BINARY_DIR}/embedded/api/console_files.cpp)
add_custom_command(
  OUTPUT ${console_source}
  COMMAND python3 ${CMAKE_SOURCE_DIR}/tools/embed_console.py ${console_dist} ${console_source}
  DEPENDS ${console_files} ${CMAKE_SOURCE_DIR}/tools/embed_console.py
  VERBATIM)
set_source_files_properties(${console_source} PROPERTIES COMPILE_OPTIONS -Wno-c23-extensions)
target_sources(muster_api PRIVATE ${console_source})
