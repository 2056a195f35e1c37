# Which LLVM and which compilers build linkshim, unless the call names others: the newest that this machine has of those below.
#
# Read before `project`. A compiler is the caller's choice with CMAKE_CXX_COMPILER, CXX or a toolchain file.
set(LINKSHIM_LLVM_VERSIONS 22 21 20 19)

# Where distributions put LLVM's versions: Debian, Fedora, Gentoo, Alpine, FreeBSD. Its package is found in a prefix
# such as /usr as well.
set(LINKSHIM_LLVM_FOLDERS "")
set(clangs "")
foreach(version IN LISTS LINKSHIM_LLVM_VERSIONS)
  list(APPEND LINKSHIM_LLVM_FOLDERS /usr/lib/llvm-${version} /usr/lib64/llvm${version} /usr/lib/llvm/${version}
       /usr/lib/llvm${version} /usr/local/llvm${version})
  list(APPEND clangs clang-${version})
endforeach()
list(APPEND clangs clang)

# Clang compiles the start files of all targets, whichever compiler is the program's.
find_program(LINKSHIM_CLANG NAMES ${clangs} DOC "The clang that compiles start files")

if(NOT CMAKE_TOOLCHAIN_FILE AND NOT CMAKE_CXX_COMPILER AND NOT CMAKE_C_COMPILER AND NOT DEFINED ENV{CXX} AND NOT DEFINED ENV{CC}
   AND LINKSHIM_CLANG)
  string(REGEX REPLACE "clang(-[0-9]+)?$" "clang++\\1" clangxx "${LINKSHIM_CLANG}")
  if(EXISTS "${clangxx}")
    set(CMAKE_C_COMPILER "${LINKSHIM_CLANG}" CACHE FILEPATH "The C compiler")
    set(CMAKE_CXX_COMPILER "${clangxx}" CACHE FILEPATH "The C++ compiler")
  endif()
endif()
