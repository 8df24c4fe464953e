# Puts text files into a module: muster_embed(store FUNCTION embedded_sql FILES sql/*.sql) makes the
# function muster::store::embedded_sql(), declared by the module itself as
#   std::span<const EmbeddedFile> embedded_sql();
# which lists {name, text} in the order of the names. Run with -P it writes the source of one.

if(CMAKE_SCRIPT_MODE_FILE)
  set(rows "")
  foreach(file IN LISTS FILES)
    get_filename_component(name ${file} NAME)
    file(READ ${file} text)
    string(APPEND rows "    EmbeddedFile{\"${name}\", R\"_embedded_(${text})_embedded_\"},\n")
  endforeach()
  list(LENGTH FILES count)
  file(WRITE ${OUTPUT}
    "#include \"${MODULE}/${FUNCTION}.h\"\n\n#include <array>\n\n"
    "namespace muster::${MODULE} {\nnamespace {\n\n"
    "constexpr std::array<EmbeddedFile, ${count}> kFiles{\n${rows}};\n\n"
    "}  // namespace\n\n"
    "std::span<const EmbeddedFile> ${FUNCTION}() { return kFiles; }\n\n"
    "}  // namespace muster::${MODULE}\n")
  return()
endif()

set(MUSTER_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})

function(muster_embed module)
  cmake_parse_arguments(EMBED "" "FUNCTION" "FILES" ${ARGN})
  list(TRANSFORM EMBED_FILES PREPEND ${CMAKE_SOURCE_DIR}/src/${module}/)
  file(GLOB files CONFIGURE_DEPENDS ${EMBED_FILES})
  list(SORT files)
  set(source ${CMAKE_BINARY_DIR}/embedded/${module}/${EMBED_FUNCTION}.cpp)
  string(REPLACE ";" "$<SEMICOLON>" list "${files}")
  add_custom_command(
    OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} -DMODULE=${module} -DFUNCTION=${EMBED_FUNCTION} -DOUTPUT=${source}
      "-DFILES=${list}" -P ${MUSTER_EMBED_SCRIPT}
    DEPENDS ${files} ${MUSTER_EMBED_SCRIPT}
    VERBATIM)
  target_sources(muster_${module} PRIVATE ${source})
endfunction()
