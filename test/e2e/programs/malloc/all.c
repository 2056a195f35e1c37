/* Whatever a C library's allocator has to stand: threads that come and go, fork, exit handlers, alignment, no memory.
   Compiled with -fno-builtin, else clang takes it that these functions leave errno alone. */
#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define NEEDS(what)                                                                                          \
  if (!(what)) {                                                                                             \
    printf("wrong: %s\n", #what);                                                                            \
    exit(1);                                                                                                 \
  }

static void *handedOver[200];
static void *volatile result; /* else a compiler takes a call away whose memory nobody uses */

static void *thread(void *number) {
  uintptr_t n = (uintptr_t)number;
  void *all[64] = {0};
  for (unsigned i = 0, x = (unsigned)n; i < 20000; ++i) {
    x = x * 1103515245u + 12345u;
    unsigned k = x >> 16 & 63;
    free(all[k]);
    size_t size = 1 + (x >> 8 & 1023);
    all[k] = malloc(size);
    memset(all[k], (int)n, size);
  }
  for (int k = 0; k < 64; ++k)
    free(all[k]);
  handedOver[n] = strdup("from a thread that has ended");
  return NULL;
}

static void threads(void) {
  pthread_t all[200];
  for (uintptr_t i = 0; i < 200; ++i)
    NEEDS(pthread_create(&all[i], NULL, thread, (void *)i) == 0);
  for (int i = 0; i < 200; ++i)
    pthread_join(all[i], NULL);
  for (int i = 0; i < 200; ++i) {
    NEEDS(strlen(handedOver[i]) == 28);
    free(handedOver[i]);
  }
}

static void forks(void) {
  char *before = strdup("before");
  pid_t child = fork();
  if (child == 0) {
    free(before);
    thread((void *)1);
    free(handedOver[1]);
    _exit(7);
  }
  int status = 0;
  NEEDS(waitpid(child, &status, 0) == child && WEXITSTATUS(status) == 7);
  free(before);
}

static void alignment(void) {
  for (size_t align = sizeof(void *); align <= 1 << 21; align *= 2) {
    void *p = NULL;
    NEEDS(posix_memalign(&p, align, 100) == 0 && (uintptr_t)p % align == 0);
    free(p);
    p = aligned_alloc(align, align);
    NEEDS(p && (uintptr_t)p % align == 0 && malloc_usable_size(p) >= align);
    free(p);
  }
  void *p = NULL;
  NEEDS(posix_memalign(&p, 3, 100) == EINVAL);
}

static void sizes(void) {
  char *p = calloc(1000, 3);
  for (int i = 0; i < 3000; ++i)
    NEEDS(p[i] == 0);
  memset(p, 5, 3000);
  p = realloc(p, 1 << 24);
  NEEDS(p[2999] == 5);
  p = realloc(p, 10);
  NEEDS(p[9] == 5);
  free(p);
  free(NULL);
  result = calloc(SIZE_MAX / 2, 4);
  NEEDS(result == NULL && errno == ENOMEM);
  result = reallocarray(NULL, SIZE_MAX / 2, 4);
  NEEDS(result == NULL && errno == ENOMEM);
  result = malloc(SIZE_MAX - 4096);
  NEEDS(result == NULL && errno == ENOMEM);
}

static void noMemory(void) {
  struct rlimit limit = {256 << 20, 256 << 20};
  if (setrlimit(RLIMIT_AS, &limit) != 0) return;
  int count = 0;
  void *first = NULL;
  for (void **p; count < 4096 && (p = malloc(1 << 20)); ++count) {
    *p = first;
    first = p;
  }
  while (first) {
    void *next = *(void **)first;
    free(first);
    first = next;
  }
  result = malloc(100);
  NEEDS(result != NULL);
  free(result);
  printf("no memory %s\n", count < 4096 ? "told" : "not limited");
}

static void atTheEnd(void) {
  char *text = strdup("exit handler\n");
  fputs(text, stdout);
  free(text);
}

int main(int count, char **arguments) {
  (void)arguments;
  atexit(atTheEnd);
  threads();
  forks();
  alignment();
  sizes();
  if (count == 1) noMemory(); /* an emulator or valgrind needs that memory itself */
  puts("right");
  return 0;
}
