# The few static LLVM libraries that linkshim uses, and tblgen.
#
# The imported targets' link interfaces are not used, since they add a shared z3. Each archive is named by its file.
# LLVMObject refers to LLVM's libraries for bitcode and IR as well. Where linkshim does not call the function,
# --gc-sections drops it with its references; the few functions that the archive writer calls are defined in
# LlvmStandIns.cpp. So those libraries are not named, and neither their size nor their static constructors come along.
# The members of LLVMObject that read bitcode are left out of a copy, since the stand-ins take their place.
# What differs between LLVM's versions in the code is in shim/base/LlvmVersions.h.
find_package(LLVM CONFIG QUIET HINTS ${LINKSHIM_LLVM_FOLDERS})
list(GET LINKSHIM_LLVM_VERSIONS 0 newest)
list(GET LINKSHIM_LLVM_VERSIONS -1 oldest)
if(NOT LLVM_FOUND OR LLVM_VERSION VERSION_LESS oldest)
  message(FATAL_ERROR "LLVM ${oldest} to ${newest} is not found (there is: ${LLVM_DIR} ${LLVM_VERSION}); install its development "
                      "files with static libraries (Debian: llvm-${newest}-dev), or name their folder: "
                      "-DLLVM_DIR=…/lib/cmake/llvm")
endif()
if(LLVM_VERSION_MAJOR GREATER newest)
  message(WARNING "linkshim is not tried with LLVM ${LLVM_VERSION}, but with ${oldest} to ${newest}")
endif()
message(STATUS "LLVM ${LLVM_VERSION}: ${LLVM_DIR}")

# For a cross build: the LLVM of the other machine, of the same version. llvm-tblgen and llvm-ar are this machine's.
set(LINKSHIM_LLVM_ROOT "" CACHE PATH "The folder with lib/ and include/ of LLVM that the program is linked with")

set(LLVM_TBLGEN "${LLVM_TOOLS_BINARY_DIR}/llvm-tblgen")
if(NOT EXISTS "${LLVM_TBLGEN}")
  message(FATAL_ERROR "llvm-tblgen is not in ${LLVM_TOOLS_BINARY_DIR}; it comes with LLVM's development files or its tools "
                      "(Debian: llvm-${LLVM_VERSION_MAJOR})")
endif()

find_library(LINKSHIM_ZSTD NAMES libzstd.a)
find_library(LINKSHIM_ZLIB NAMES libz.a)
if(NOT LINKSHIM_ZSTD OR NOT LINKSHIM_ZLIB)
  message(FATAL_ERROR "the static libraries libzstd.a and libz.a are not both found (${LINKSHIM_ZSTD} ${LINKSHIM_ZLIB}); "
                      "install zstd's and zlib's development files (Debian: libzstd-dev zlib1g-dev)")
endif()

add_library(linkshim_llvm INTERFACE)
# In an order in which each refers to later ones, since GNU ld looks at each archive once.
foreach(part Option TextAPI Object BinaryFormat TargetParser BitstreamReader Support Demangle)
  set(archive $<TARGET_FILE:LLVM${part}>)
  if(LINKSHIM_LLVM_ROOT)
    set(LLVM_INCLUDE_DIRS "${LINKSHIM_LLVM_ROOT}/include")
    set(archive "${LINKSHIM_LLVM_ROOT}/lib/libLLVM${part}.a")
  endif()
  if(part STREQUAL "Object")
    set(whole "${archive}")
    set(archive "${CMAKE_BINARY_DIR}/libobject.a")
    add_custom_command(
      OUTPUT "${archive}"
      COMMAND "${CMAKE_COMMAND}" -E copy "${whole}" "${archive}"
      COMMAND "${LLVM_TOOLS_BINARY_DIR}/llvm-ar" d "${archive}" IRObjectFile.cpp.o IRSymtab.cpp.o
      DEPENDS "${whole}"
      COMMENT "LLVM Object without bitcode"
      VERBATIM)
    add_custom_target(linkshim_object DEPENDS "${archive}")
    add_dependencies(linkshim_llvm linkshim_object)
  endif()
  if(part STREQUAL "Support")
    list(APPEND LINKSHIM_LLVM_ARCHIVES linkshim_llvm_stand_ins)
  endif()
  list(APPEND LINKSHIM_LLVM_ARCHIVES "${archive}")
endforeach()
target_include_directories(linkshim_llvm SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS})
target_compile_definitions(linkshim_llvm INTERFACE __STDC_CONSTANT_MACROS __STDC_FORMAT_MACROS __STDC_LIMIT_MACROS)
add_library(linkshim_llvm_stand_ins STATIC "${CMAKE_CURRENT_LIST_DIR}/LlvmStandIns.cpp")
target_include_directories(linkshim_llvm_stand_ins SYSTEM PRIVATE ${LLVM_INCLUDE_DIRS})
target_link_libraries(linkshim_llvm_stand_ins PRIVATE linkshim_options)
target_link_libraries(linkshim_llvm INTERFACE
  ${LINKSHIM_LLVM_ARCHIVES} ${LINKSHIM_ZSTD} ${LINKSHIM_ZLIB} Threads::Threads ${CMAKE_DL_LIBS})
find_package(Threads REQUIRED)

# linkshim_tablegen(<output> <input.td> <tblgen arguments...>): makes <output> in the binary folder.
function(linkshim_tablegen output input)
  set(out "${CMAKE_CURRENT_BINARY_DIR}/${output}")
  set(in "${CMAKE_CURRENT_SOURCE_DIR}/${input}")
  add_custom_command(
    OUTPUT "${out}"
    COMMAND "${LLVM_TBLGEN}" ${ARGN} -I "${LLVM_INCLUDE_DIRS}" -I "${CMAKE_CURRENT_SOURCE_DIR}"
            --write-if-changed -d "${out}.d" -o "${out}" "${in}"
    DEPENDS "${in}"
    DEPFILE "${out}.d"
    COMMENT "tblgen ${output}"
    VERBATIM)
endfunction()
