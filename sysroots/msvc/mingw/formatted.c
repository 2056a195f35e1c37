// printf and scanf under the names that mingw-w64's headers give them where a source defines
// __USE_MINGW_ANSI_STDIO. The UCRT's own do what C99 says, and know the target's long double.
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

enum { print = _CRT_INTERNAL_PRINTF_STANDARD_SNPRINTF_BEHAVIOR, scan = 0 };
static const size_t unbounded = (size_t)-1;

// A function with arguments in the place of a list of them: CALL has the list as `list`.
#define WITH_ARGUMENTS(last, CALL)                                                                           \
  {                                                                                                          \
    va_list list;                                                                                            \
    va_start(list, last);                                                                                    \
    int result = CALL;                                                                                       \
    va_end(list);                                                                                            \
    return result;                                                                                           \
  }

// The names of each kind for char and for wchar_t: W is empty or w, S the letter of functions on strings.
#define FAMILY(character, W, S)                                                                              \
  int __mingw_vf##W##printf(FILE *file, const character *format, va_list list) {                             \
    return __stdio_common_vf##W##printf(print, file, format, 0, list);                                       \
  }                                                                                                          \
  int __mingw_v##W##printf(const character *format, va_list list) {                                          \
    return __mingw_vf##W##printf(stdout, format, list);                                                      \
  }                                                                                                          \
  int __mingw_vsn##W##printf(character *to, size_t size, const character *format, va_list list) {            \
    return __stdio_common_v##S##printf(print, to, size, format, 0, list);                                    \
  }                                                                                                          \
  int __mingw_v##S##printf(character *to, const character *format, va_list list) {                           \
    return __stdio_common_v##S##printf(print, to, unbounded, format, 0, list);                               \
  }                                                                                                          \
  int __mingw_f##W##printf(FILE *file, const character *format, ...) WITH_ARGUMENTS(                         \
      format, __mingw_vf##W##printf(file, format, list)) int __mingw_##W##printf(const character *format,    \
                                                                                 ...)                        \
      WITH_ARGUMENTS(format, __mingw_v##W##printf(format, list)) int __mingw_sn##W##printf(                  \
          character *to, size_t size, const character *format, ...)                                          \
          WITH_ARGUMENTS(format, __mingw_vsn##W##printf(to, size, format, list)) int __mingw_##S##printf(    \
              character *to, const character *format, ...)                                                   \
              WITH_ARGUMENTS(format, __mingw_v##S##printf(to, format, list)) int __mingw_vf##W##scanf(       \
                  FILE *file, const character *format, va_list list) {                                       \
    return __stdio_common_vf##W##scanf(scan, file, format, 0, list);                                         \
  }                                                                                                          \
  int __mingw_v##W##scanf(const character *format, va_list list) {                                           \
    return __mingw_vf##W##scanf(stdin, format, list);                                                        \
  }                                                                                                          \
  int __mingw_v##S##scanf(const character *from, const character *format, va_list list) {                    \
    return __stdio_common_v##S##scanf(scan, from, unbounded, format, 0, list);                               \
  }                                                                                                          \
  int __mingw_f##W##scanf(FILE *file, const character *format, ...) WITH_ARGUMENTS(                          \
      format, __mingw_vf##W##scanf(file, format, list)) int __mingw_##W##scanf(const character *format, ...) \
      WITH_ARGUMENTS(format, __mingw_v##W##scanf(format, list)) int __mingw_##S##scanf(                      \
          const character *from, const character *format, ...)                                               \
          WITH_ARGUMENTS(format, __mingw_v##S##scanf(from, format, list))

// OBJECTS: what is parted by empty lines, each with what is above this line.

FAMILY(char, , s)

FAMILY(wchar_t, w, sw)

int __mingw_vasprintf(char **to, const char *format, va_list list) {
  va_list again;
  va_copy(again, list);
  int length = __mingw_vsnprintf(0, 0, format, again);
  va_end(again);
  *to = length < 0 ? 0 : malloc((size_t)length + 1);
  return *to ? __mingw_vsnprintf(*to, (size_t)length + 1, format, list) : -1;
}

int __mingw_asprintf(char **to, const char *format, ...)
    WITH_ARGUMENTS(format, __mingw_vasprintf(to, format, list))

        int vasprintf(char **to, const char *format, va_list list) {
  return __mingw_vasprintf(to, format, list);
}

int asprintf(char **to, const char *format, ...) WITH_ARGUMENTS(format, __mingw_vasprintf(to, format, list))
