# Warnings, sanitizers and size options that every target of the project shares.
add_library(linkshim_options INTERFACE)
# GCC warns of a constructor's parameter that is named as its member, and of GoogleTest's macros below an if.
target_compile_options(linkshim_options INTERFACE
  -Wall -Wextra $<IF:$<CXX_COMPILER_ID:GNU>,-Wno-dangling-else,-Wshadow> -Wnon-virtual-dtor -Wimplicit-fallthrough -fno-rtti -fno-exceptions
  -ffunction-sections -fdata-sections "-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.")
target_compile_definitions(linkshim_options INTERFACE FMT_STATIC_THOUSANDS_SEPARATOR=1 FMT_EXCEPTIONS=0)
target_include_directories(linkshim_options INTERFACE "${CMAKE_SOURCE_DIR}" "${CMAKE_BINARY_DIR}")
target_link_options(linkshim_options INTERFACE -Wl,--gc-sections)
# Nothing unwinds a program without exceptions, so its release has no tables for that.
target_compile_options(linkshim_options INTERFACE "$<$<CONFIG:Release>:-fno-asynchronous-unwind-tables>")
# The warnings of compilers that the project is not checked with stay warnings.
if(LINKSHIM_WERROR AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 23)
  target_compile_options(linkshim_options INTERFACE -Werror)
endif()
if(LINKSHIM_SANITIZE)
  target_compile_options(linkshim_options INTERFACE "-fsanitize=${LINKSHIM_SANITIZE}" -fno-sanitize-recover=all
                                                    -fno-omit-frame-pointer)
  target_link_options(linkshim_options INTERFACE "-fsanitize=${LINKSHIM_SANITIZE}")
endif()
if(LINKSHIM_FUZZ)
  target_compile_options(linkshim_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

if(NOT LINKSHIM_CLANG)
  message(FATAL_ERROR "no clang is found, which compiles the start files of all targets, also where GCC compiles linkshim itself; "
                      "install clang 19 or newer, or name one: -DLINKSHIM_CLANG=PATH")
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13
   OR CMAKE_CXX_COMPILER_ID MATCHES "Clang" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 19)
  message(FATAL_ERROR "${CMAKE_CXX_COMPILER} is version ${CMAKE_CXX_COMPILER_VERSION}; linkshim is C++23, which GCC 13 and clang 19 "
                      "have; name another: -DCMAKE_C_COMPILER=PATH -DCMAKE_CXX_COMPILER=PATH")
endif()

# LLVM's lld, if there is one: it folds equal functions. GCC takes it from a folder with the plain name.
include(CheckCXXSourceCompiles)
if(CMAKE_EXE_LINKER_FLAGS MATCHES "-fuse-ld=([^ ]*)") # the caller's choice
  string(COMPARE EQUAL "${CMAKE_MATCH_1}" lld LINKSHIM_HAS_LLD)
else()
  set(CMAKE_REQUIRED_LINK_OPTIONS -fuse-ld=lld)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    find_program(LINKSHIM_LLD ld.lld HINTS ${LINKSHIM_LLVM_FOLDERS} PATH_SUFFIXES bin)
    cmake_path(GET LINKSHIM_LLD PARENT_PATH folder)
    list(APPEND CMAKE_REQUIRED_LINK_OPTIONS "-B${folder}")
  endif()
  check_cxx_source_compiles("int main() {}" LINKSHIM_HAS_LLD)
  if(LINKSHIM_HAS_LLD)
    target_link_options(linkshim_options INTERFACE ${CMAKE_REQUIRED_LINK_OPTIONS})
  endif()
  unset(CMAKE_REQUIRED_LINK_OPTIONS)
endif()
