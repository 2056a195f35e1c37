#include <stdio.h>
int twice(int);
__declspec(dllimport) extern int counter;
int main(void) {
  int answer = twice(21);
  printf("twice %d, counter %d\n", answer, counter);
  return 0;
}
