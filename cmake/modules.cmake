# A module is a folder of src/: its sources make the library muster_<name>, its *_test.cpp files the
# test program <name>_tests. Files are found by name, so adding one needs no edit here.

function(muster_module name)
  cmake_parse_arguments(MODULE "" "" "LINK" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$|/cmd/main\\.cpp$")

  if(sources)
    add_library(muster_${name} STATIC ${sources})
    target_link_libraries(muster_${name} PUBLIC muster_build ${MODULE_LINK} PRIVATE muster_warnings)
  else()
    add_library(muster_${name} INTERFACE)
    target_link_libraries(muster_${name} INTERFACE muster_build ${MODULE_LINK})
  endif()

  if(tests)
    add_executable(${name}_tests ${tests})
    target_link_libraries(${name}_tests PRIVATE
      muster_${name} muster_warnings muster_test_warnings GTest::gtest_main GTest::gmock)
    if(name MATCHES "^(engine|api|kinds|cmd)$")
      target_link_libraries(${name}_tests PRIVATE muster_fakes)
    endif()
    add_test(NAME unit.${name} COMMAND ${name}_tests --gtest_shuffle --gtest_brief=1)
  endif()
endfunction()
