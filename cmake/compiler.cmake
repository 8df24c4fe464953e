# The compiler, its warnings and the link-time settings that every target of ours shares.

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  message(FATAL_ERROR
    "g++ ${CMAKE_CXX_COMPILER_VERSION} corrupts memory in everyday co_await expressions "
    "(ARCHITECTURE.md, \"Compiler\"). Use clang-19: cmake --preset dev")
endif()

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

option(MUSTER_WERROR "Treat warnings in our own code as errors" ON)
set(MUSTER_SANITIZE "" CACHE STRING "Sanitizers to build with: address,undefined or thread")
option(MUSTER_FUZZ "Link the fuzz targets with libFuzzer instead of running their corpora" OFF)

add_library(muster_warnings INTERFACE)
target_compile_options(muster_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast
  -Wimplicit-fallthrough $<$<CXX_COMPILER_ID:Clang>:-Wthread-safety -Wglobal-constructors>
  -Wno-gnu-statement-expression-from-macro-expansion -Wno-missing-designated-field-initializers
  $<$<BOOL:${MUSTER_WERROR}>:-Werror>)

# Linked after muster_warnings: the frameworks register tests and benchmarks from global objects.
add_library(muster_test_warnings INTERFACE)
target_compile_options(muster_test_warnings INTERFACE -Wno-global-constructors)

add_library(muster_build INTERFACE)
target_include_directories(muster_build INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(muster_build INTERFACE
  -ffunction-sections -fdata-sections -ffile-prefix-map=${CMAKE_SOURCE_DIR}=.
  $<$<CONFIG:Release>:-D_FORTIFY_SOURCE=2 -D_GLIBCXX_ASSERTIONS -fstack-protector-strong
    -fstack-clash-protection -fcf-protection>)
target_link_options(muster_build INTERFACE
  -fuse-ld=lld -Wl,--gc-sections -Wl,-z,relro,-z,now)
if(MUSTER_SANITIZE)
  target_compile_options(muster_build INTERFACE
    -fsanitize=${MUSTER_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(muster_build INTERFACE -fsanitize=${MUSTER_SANITIZE})
endif()
if(MUSTER_FUZZ)
  target_compile_options(muster_build INTERFACE -fsanitize=fuzzer-no-link)
endif()
