#include <stdio.h>
#include <wchar.h>
int wmain(int count, wchar_t **words) {
  printf("%d\n", count == 2 ? (int)wcslen(words[1]) : -1);
  return 0;
}
