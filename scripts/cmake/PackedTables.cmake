# linkshim_packed_tables(NAME COMMENT words SCRIPT file PACK arguments... DEPENDS files... SOURCES files...)
#
# A library linkshim_NAME of SOURCES that carries a blob of tables. SCRIPT (the folder's pack.py unless named) makes the
# blob: it gets the path of what to make without its ending (.bin, and .h with the places in it), then PACK and SOURCES,
# whose text is part of the tables' checksum. The blob's bytes are `linkshim_NAME_tables`, their number
# `linkshim_NAME_tables_size`.
find_package(Python3 3.9 COMPONENTS Interpreter REQUIRED)

function(linkshim_packed_tables name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "COMMENT;SCRIPT" "PACK;DEPENDS;SOURCES")
  if(NOT arg_SCRIPT)
    set(arg_SCRIPT "${CMAKE_CURRENT_SOURCE_DIR}/pack.py")
  endif()
  set(packed "${CMAKE_CURRENT_BINARY_DIR}/${name}-tables")
  add_custom_command(
    OUTPUT "${packed}.bin" "${packed}.h"
    COMMAND "${Python3_EXECUTABLE}" "${arg_SCRIPT}" "${packed}" ${arg_PACK} ${arg_SOURCES}
    DEPENDS "${arg_SCRIPT}" ${arg_DEPENDS} ${arg_SOURCES}
    COMMENT "${arg_COMMENT}"
    VERBATIM)

  set(tables "${CMAKE_CURRENT_BINARY_DIR}/${name}-tables.c")
  configure_file("${PROJECT_SOURCE_DIR}/scripts/cmake/PackedTables.c.in" "${tables}" @ONLY)
  add_library(linkshim_${name}_data STATIC "${tables}" "${packed}.bin")
  set_source_files_properties("${tables}" PROPERTIES OBJECT_DEPENDS "${packed}.bin")

  list(FILTER arg_SOURCES INCLUDE REGEX "^${CMAKE_CURRENT_SOURCE_DIR}/[^/]*$")
  add_library(linkshim_${name} STATIC ${arg_SOURCES} "${packed}.h")
  target_include_directories(linkshim_${name} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}")
  target_link_libraries(linkshim_${name} PUBLIC linkshim_options PRIVATE linkshim_${name}_data linkshim_llvm)
endfunction()
