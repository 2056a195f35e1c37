/* Functions that live in the program itself at old floors: the stat family, fcntl with 64-bit offsets, and those that
   need the module's handle. */
#define _GNU_SOURCE
#define _FILE_OFFSET_BITS 64
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int before, inParent, inChild;
static void prepare(void) { before = 1; }
static void parent(void) { inParent = 1; }
static void child(void) { inChild = 1; }
static void quick(void) {
  if (write(1, "quick\n", 6) < 0) abort();
}

#define CHECK(what)                                                                                                    \
  if (!(what)) {                                                                                                       \
    printf("wrong: %s\n", #what);                                                                                      \
    return 1;                                                                                                          \
  }

int main(int count, char **words) {
  struct stat a, b, c, d;
  CHECK(count == 2 && stat(words[1], &a) == 0 && S_ISREG(a.st_mode) && a.st_size == 5);
  CHECK(lstat(words[1], &b) == 0 && b.st_ino == a.st_ino && b.st_mtime == a.st_mtime);
  int file = open(words[1], O_RDONLY);
  CHECK(file >= 0 && fstat(file, &c) == 0 && c.st_ino == a.st_ino && c.st_size == 5);
  CHECK(fstatat(AT_FDCWD, words[1], &d, 0) == 0 && d.st_ino == a.st_ino);
  CHECK(stat("/no such file", &a) == -1);

  int copy = fcntl(file, F_DUPFD_CLOEXEC, 50);
  CHECK(copy >= 50 && (fcntl(copy, F_GETFD) & FD_CLOEXEC));
  struct flock lock = {.l_type = F_RDLCK, .l_whence = SEEK_SET, .l_len = 1};
  CHECK(fcntl(file, F_SETLK, &lock) == 0);

  CHECK(pthread_atfork(prepare, parent, child) == 0);
  pid_t pid = fork();
  if (pid == 0) _exit(before && inChild && !inParent ? 3 : 4);
  int status = 0;
  CHECK(waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 3 && before && inParent);

  CHECK(mknod("fifo", S_IFIFO | 0600, 0) == 0 && stat("fifo", &b) == 0 && S_ISFIFO(b.st_mode));
  CHECK(at_quick_exit(quick) == 0);
  puts("right");
  fflush(stdout);
  quick_exit(0);
}
