// ARP over Ethernet.
#ifndef _NETINET_IF_ETHER_H_
#define _NETINET_IF_ETHER_H_
#include <net/ethernet.h>
#include <net/if_arp.h>
#include <netinet/in.h>
#include <sys/types.h>

#define ETHER_MAP_IP_MULTICAST(ipaddr, enaddr)                                                               \
  do {                                                                                                       \
    const u_char *_ip = (const u_char *)(ipaddr);                                                            \
    (enaddr)[0] = 0x01, (enaddr)[1] = 0x00, (enaddr)[2] = 0x5e;                                              \
    (enaddr)[3] = _ip[1] & 0x7f, (enaddr)[4] = _ip[2], (enaddr)[5] = _ip[3];                                 \
  } while (0)

struct ether_arp {
  struct arphdr ea_hdr;
  u_char arp_sha[ETHER_ADDR_LEN];
  u_char arp_spa[4];
  u_char arp_tha[ETHER_ADDR_LEN];
  u_char arp_tpa[4];
};
#define arp_hrd ea_hdr.ar_hrd
#define arp_pro ea_hdr.ar_pro
#define arp_hln ea_hdr.ar_hln
#define arp_pln ea_hdr.ar_pln
#define arp_op ea_hdr.ar_op

struct sockaddr_inarp {
  u_char sin_len;
  u_char sin_family;
  u_short sin_port;
  struct in_addr sin_addr;
  struct in_addr sin_srcaddr;
  u_short sin_tos;
  u_short sin_other;
#define SIN_PROXY 1
#define SIN_ROUTER 2
};
#define RTF_USETRAILERS RTF_PROTO1
#define RTF_ANNOUNCE RTF_PROTO2
#endif
