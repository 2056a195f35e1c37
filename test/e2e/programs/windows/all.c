#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int total;
static _Thread_local int own = 7;

static void *add(void *count) {
  own += 1;
  for (int i = 0; i < *(int *)count; ++i) {
    pthread_mutex_lock(&lock);
    ++total;
    pthread_mutex_unlock(&lock);
  }
  return NULL;
}

int main(int count, char **words) {
  printf("%d %s\n", count - 1, words[2]);
  char text[64];
  snprintf(text, sizeof text, "%.1f %.2Lf %llu", 1.5, __builtin_powl(1.5L, 2), ~0ULL);
  puts(text);
  pthread_t threads[4];
  int times = 100;
  for (int i = 0; i < 4; ++i)
    if (pthread_create(&threads[i], NULL, add, &times)) return 1;
  for (int i = 0; i < 4; ++i)
    pthread_join(threads[i], NULL);
  printf("threads %d %d\n", total, own);
  printf("math %f %f\n", exp(count - 2.0), sqrt(count - 1.0));
  printf("wide %d\n", (int)wcslen(L"five!"));
  return 0;
}
