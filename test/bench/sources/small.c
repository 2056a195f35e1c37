#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int count, char **words) {
  char *copy = malloc(64);
  snprintf(copy, 64, "%s %d", words[0], count);
  printf("%zu\n", strlen(copy));
  free(copy);
  return 0;
}
