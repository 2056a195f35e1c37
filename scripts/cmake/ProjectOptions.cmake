# Warnings, sanitizers and size options that every target of the project shares.
add_library(linkshim_options INTERFACE)
target_compile_options(linkshim_options INTERFACE
  -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Wimplicit-fallthrough -fno-rtti -fno-exceptions
  -ffunction-sections -fdata-sections "-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.")
target_compile_definitions(linkshim_options INTERFACE FMT_STATIC_THOUSANDS_SEPARATOR=1 FMT_EXCEPTIONS=0)
target_include_directories(linkshim_options INTERFACE "${CMAKE_SOURCE_DIR}" "${CMAKE_BINARY_DIR}")
target_link_options(linkshim_options INTERFACE -Wl,--gc-sections)
if(LINKSHIM_WERROR)
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

# The build compiles start files for every target. In a cross build, the compiler of the program itself may know one target only.
set(LINKSHIM_CLANG "${CMAKE_C_COMPILER}" CACHE FILEPATH "The clang that compiles start files")
