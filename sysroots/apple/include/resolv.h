// The resolver of libresolv, whose names in the library begin with res_9_.
#ifndef _RESOLV_H_
#define _RESOLV_H_
#include <arpa/nameser.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/types.h>

#define __RES 20090302
#define MAXNS 3
#define MAXDFLSRCH 3
#define MAXDNSRCH 6
#define LOCALDOMAINPARTS 2
#define RES_TIMEOUT 5
#define MAXRESOLVSORT 10
#define RES_MAXNDOTS 15
#define RES_MAXRETRANS 30
#define RES_MAXRETRY 5
#define RES_DFLRETRY 2
#define RES_MAXTIME 65535
#define _PATH_RESCONF "/etc/resolv.conf"

#define RES_INIT 0x00000001
#define RES_DEBUG 0x00000002
#define RES_AAONLY 0x00000004
#define RES_USEVC 0x00000008
#define RES_PRIMARY 0x00000010
#define RES_IGNTC 0x00000020
#define RES_RECURSE 0x00000040
#define RES_DEFNAMES 0x00000080
#define RES_STAYOPEN 0x00000100
#define RES_DNSRCH 0x00000200
#define RES_INSECURE1 0x00000400
#define RES_INSECURE2 0x00000800
#define RES_NOALIASES 0x00001000
#define RES_USE_INET6 0x00002000
#define RES_ROTATE 0x00004000
#define RES_NOCHECKNAME 0x00008000
#define RES_KEEPTSIG 0x00010000
#define RES_BLAST 0x00020000
#define RES_NO_NIBBLE 0x00040000
#define RES_NO_BITSTRING 0x00080000
#define RES_NOTLDQUERY 0x00100000
#define RES_USE_DNSSEC 0x00200000
#define RES_NSID 0x00800000
#define RES_USE_DNAME 0x10000000
#define RES_USE_A6 0x20000000
#define RES_USE_EDNS0 0x40000000
#define RES_NO_NIBBLE2 0x80000000
#define RES_DEFAULT (RES_RECURSE | RES_DEFNAMES | RES_DNSRCH | RES_NO_NIBBLE2)

#define __res_state __res_9_state
#define res_state res_9_state
#define res_sockaddr_union res_9_sockaddr_union
#define b64_ntop res_9_b64_ntop
#define b64_pton res_9_b64_pton
#define dn_comp res_9_dn_comp
#define dn_expand res_9_dn_expand
#define dn_skipname res_9_dn_skipname
#define res_close res_9_close
#define res_getservers res_9_getservers
#define res_init res_9_init
#define res_isourserver res_9_isourserver
#define res_mkquery res_9_mkquery
#define res_nclose res_9_nclose
#define res_ndestroy res_9_ndestroy
#define res_ninit res_9_ninit
#define res_nmkquery res_9_nmkquery
#define res_nquery res_9_nquery
#define res_nsearch res_9_nsearch
#define res_nsend res_9_nsend
#define res_query res_9_query
#define res_querydomain res_9_querydomain
#define res_search res_9_search
#define res_send res_9_send
#define res_setservers res_9_setservers

typedef enum { res_goahead, res_nextns, res_modified, res_done, res_error } res_sendhookact;
typedef res_sendhookact (*res_send_qhook)(struct sockaddr *const *, const u_char **, int *, u_char *, int,
                                          int *);
typedef res_sendhookact (*res_send_rhook)(const struct sockaddr *, const u_char *, int, u_char *, int, int *);

struct __res_9_state_ext;
struct __res_9_state {
  int retrans;
  int retry;
  u_long options;
  int nscount;
  struct sockaddr_in nsaddr_list[MAXNS];
#define nsaddr nsaddr_list[0]
  u_short id;
  char *dnsrch[MAXDNSRCH + 1];
  char defdname[256];
  u_long pfcode;
  unsigned ndots : 4;
  unsigned nsort : 4;
  char unused[3];
  struct {
    struct in_addr addr;
    u_int32_t mask;
  } sort_list[MAXRESOLVSORT];
  res_send_qhook qhook;
  res_send_rhook rhook;
  int res_h_errno;
  int _vcsock;
  u_int _flags;
  u_int _pad;
  union {
    char pad[72 - 4 * sizeof(int) - 2 * sizeof(void *)];
    struct {
      u_int16_t nscount;
      u_int16_t nstimes[MAXNS];
      int nssocks[MAXNS];
      struct __res_9_state_ext *ext;
    } _ext;
  } _u;
};
typedef struct __res_9_state *res_9_state;

union res_9_sockaddr_union {
  struct sockaddr_in sin;
  struct sockaddr_in6 sin6;
  char __space[128];
};

__BEGIN_DECLS
extern struct __res_9_state _res;
int b64_ntop(u_char const *, size_t, char *, size_t);
int b64_pton(char const *, u_char *, size_t);
int dn_comp(const char *, u_char *, int, u_char **, u_char **);
int dn_expand(const u_char *, const u_char *, const u_char *, char *, int);
int dn_skipname(const u_char *, const u_char *);
void res_close(void);
int res_init(void);
int res_isourserver(const struct sockaddr_in *);
int res_mkquery(int, const char *, int, int, const u_char *, int, const u_char *, u_char *, int);
int res_query(const char *, int, int, u_char *, int);
int res_querydomain(const char *, const char *, int, int, u_char *, int);
int res_search(const char *, int, int, u_char *, int);
int res_send(const u_char *, int, u_char *, int);
void res_nclose(res_state);
void res_ndestroy(res_state);
int res_ninit(res_state);
int res_nmkquery(res_state, int, const char *, int, int, const u_char *, int, const u_char *, u_char *, int);
int res_nquery(res_state, const char *, int, int, u_char *, int);
int res_nsearch(res_state, const char *, int, int, u_char *, int);
int res_nsend(res_state, const u_char *, int, u_char *, int);
int res_getservers(res_state, union res_sockaddr_union *, int);
void res_setservers(res_state, const union res_sockaddr_union *, int);
__END_DECLS
#endif
