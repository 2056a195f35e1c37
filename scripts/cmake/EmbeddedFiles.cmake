# linkshim_embedded_files(NAME FOLDER)
#
# A library linkshim_NAME with the bytes of every file in FOLDER. Its one symbol for the rest of the program is
# `linkshim_NAME_files`: name, bytes, size of each, sorted by name; a row without a name ends them.
function(linkshim_embedded_files name folder)
  file(GLOB paths CONFIGURE_DEPENDS RELATIVE "${folder}" "${folder}/*" "${folder}/.*")
  list(SORT paths)
  set(bytes "/* By the assembler, since GCC has #embed from version 15 on only. */\n")
  set(rows "")
  set(number 0)
  foreach(path IN LISTS paths)
    if(IS_DIRECTORY "${folder}/${path}")
      continue()
    endif()
    set(symbol "linkshim_${name}_file${number}")
    file(SIZE "${folder}/${path}" size)
    string(APPEND bytes "__asm__(\".section .rodata.${symbol}, \\\"a\\\"\\n${symbol}:\\n"
                        "  .incbin \\\"${folder}/${path}\\\"\\n  .previous\\n\");\n"
                        "extern const unsigned char ${symbol}[];\n")
    string(APPEND rows "    {\"${path}\", ${symbol}, ${size}},\n")
    list(APPEND depends "${folder}/${path}")
    math(EXPR number "${number} + 1")
  endforeach()
  # The sizes are in the source.
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${depends})
  set(source "${CMAKE_CURRENT_BINARY_DIR}/${name}-files.c")
  configure_file("${PROJECT_SOURCE_DIR}/scripts/cmake/EmbeddedFiles.c.in" "${source}" @ONLY)
  set_source_files_properties("${source}" PROPERTIES OBJECT_DEPENDS "${depends}")
  add_library(linkshim_${name} STATIC "${source}")
endfunction()
