// Pseudo terminals, lock files of serial lines and the like: functions of libSystem, which -lutil names too.
#ifndef _UTIL_H_
#define _UTIL_H_
#include <pwd.h>
#include <stdio.h>
#include <sys/ttycom.h>
#include <sys/types.h>
#include <termios.h>

#define PIDLOCK_NONBLOCK 1
#define PIDLOCK_USEHOSTNAME 2
#define FPARSELN_UNESCESC 0x01
#define FPARSELN_UNESCCONT 0x02
#define FPARSELN_UNESCCOMM 0x04
#define FPARSELN_UNESCREST 0x08
#define FPARSELN_UNESCALL 0x0f
#define OPENDEV_PART 0x01
#define OPENDEV_BLCK 0x04
#define UU_LOCK_INUSE 1
#define UU_LOCK_OK 0
#define UU_LOCK_OPEN_ERR (-1)
#define UU_LOCK_READ_ERR (-2)
#define UU_LOCK_CREAT_ERR (-3)
#define UU_LOCK_WRITE_ERR (-4)
#define UU_LOCK_LINK_ERR (-5)
#define UU_LOCK_TRY_ERR (-6)
#define UU_LOCK_OWNER_ERR (-7)

__BEGIN_DECLS
struct utmp;
char *fparseln(FILE *, size_t *, size_t *, const char[3], int);
int forkpty(int *, char *, struct termios *, struct winsize *);
void login(struct utmp *);
int login_tty(int);
int logout(const char *);
void logwtmp(const char *, const char *, const char *);
int opendev(char *, int, int, char **);
int openpty(int *, int *, char *, struct termios *, struct winsize *);
const char *uu_lockerr(int);
int uu_lock(const char *);
int uu_unlock(const char *);
__END_DECLS
#endif
