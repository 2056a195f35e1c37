// Addresses of IPv6 interfaces.
#ifndef _NETINET6_IN6_VAR_H_
#define _NETINET6_IN6_VAR_H_
#include <net/if.h>
#include <net/if_var.h>
#include <netinet/in.h>
#include <sys/ioccom.h>
#include <sys/types.h>

#define SCOPE6_ID_MAX 16

struct in6_addrlifetime {
  time_t ia6t_expire;
  time_t ia6t_preferred;
  u_int32_t ia6t_vltime;
  u_int32_t ia6t_pltime;
};

struct in6_ifstat {
  u_quad_t ifs6_in_receive, ifs6_in_hdrerr, ifs6_in_toobig, ifs6_in_noroute, ifs6_in_addrerr,
      ifs6_in_protounknown, ifs6_in_truncated, ifs6_in_discard, ifs6_in_deliver, ifs6_out_forward,
      ifs6_out_request, ifs6_out_discard, ifs6_out_fragok, ifs6_out_fragfail, ifs6_out_fragcreat,
      ifs6_reass_reqd, ifs6_reass_ok, ifs6_atmfrag_rcvd, ifs6_reass_fail, ifs6_in_mcast, ifs6_out_mcast,
      ifs6_cantfoward_icmp6, ifs6_addr_expiry_cnt, ifs6_pfx_expiry_cnt, ifs6_defrtr_expiry_cnt;
};

struct icmp6_ifstat {
  u_quad_t ifs6_in_msg, ifs6_in_error, ifs6_in_dstunreach, ifs6_in_adminprohib, ifs6_in_timeexceed,
      ifs6_in_paramprob, ifs6_in_pkttoobig, ifs6_in_echo, ifs6_in_echoreply, ifs6_in_routersolicit,
      ifs6_in_routeradvert, ifs6_in_neighborsolicit, ifs6_in_neighboradvert, ifs6_in_redirect,
      ifs6_in_mldquery, ifs6_in_mldreport, ifs6_in_mlddone, ifs6_out_msg, ifs6_out_error, ifs6_out_dstunreach,
      ifs6_out_adminprohib, ifs6_out_timeexceed, ifs6_out_paramprob, ifs6_out_pkttoobig, ifs6_out_echo,
      ifs6_out_echoreply, ifs6_out_routersolicit, ifs6_out_routeradvert, ifs6_out_neighborsolicit,
      ifs6_out_neighboradvert, ifs6_out_redirect, ifs6_out_mldquery, ifs6_out_mldreport, ifs6_out_mlddone;
};

struct in6_ifreq {
  char ifr_name[IFNAMSIZ];
  union {
    struct sockaddr_in6 ifru_addr;
    struct sockaddr_in6 ifru_dstaddr;
    int ifru_flags;
    int ifru_flags6;
    int ifru_metrics;
    int ifru_intval;
    caddr_t ifru_data;
    struct in6_addrlifetime ifru_lifetime;
    struct in6_ifstat ifru_stat;
    struct icmp6_ifstat ifru_icmp6stat;
    u_int32_t ifru_scope_id[SCOPE6_ID_MAX];
  } ifr_ifru;
};

struct in6_aliasreq {
  char ifra_name[IFNAMSIZ];
  struct sockaddr_in6 ifra_addr;
  struct sockaddr_in6 ifra_dstaddr;
  struct sockaddr_in6 ifra_prefixmask;
  int ifra_flags;
  struct in6_addrlifetime ifra_lifetime;
};

#define IN6_IFF_ANYCAST 0x0001
#define IN6_IFF_TENTATIVE 0x0002
#define IN6_IFF_DUPLICATED 0x0004
#define IN6_IFF_DETACHED 0x0008
#define IN6_IFF_DEPRECATED 0x0010
#define IN6_IFF_AUTOCONF 0x0040
#define IN6_IFF_TEMPORARY 0x0080
#define IN6_IFF_DYNAMIC 0x0100
#define IN6_IFF_SECURED 0x0400
#define SIOCSIFADDR_IN6 _IOW('i', 12, struct in6_ifreq)
#define SIOCGIFADDR_IN6 _IOWR('i', 33, struct in6_ifreq)
#define SIOCGIFDSTADDR_IN6 _IOWR('i', 34, struct in6_ifreq)
#define SIOCGIFNETMASK_IN6 _IOWR('i', 37, struct in6_ifreq)
#define SIOCDIFADDR_IN6 _IOW('i', 25, struct in6_ifreq)
#define SIOCAIFADDR_IN6 _IOW('i', 26, struct in6_aliasreq)
#define SIOCGIFAFLAG_IN6 _IOWR('i', 73, struct in6_ifreq)
#define SIOCGIFALIFETIME_IN6 _IOWR('i', 81, struct in6_ifreq)
#endif
