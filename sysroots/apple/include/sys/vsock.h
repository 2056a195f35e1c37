// Sockets between a virtual machine and its host.
#ifndef _VSOCK_H_
#define _VSOCK_H_
#include <sys/_types/_sa_family_t.h>
#include <sys/ioccom.h>
#include <sys/types.h>

#define VMADDR_CID_ANY ((u_int32_t) - 1)
#define VMADDR_CID_HYPERVISOR 0
#define VMADDR_CID_RESERVED 1
#define VMADDR_CID_HOST 2
#define VMADDR_PORT_ANY ((u_int32_t) - 1)
#define IOCTL_VM_SOCKETS_GET_LOCAL_CID _IOR('s', 0xb9, u_int32_t)

struct sockaddr_vm {
  __uint8_t svm_len;
  sa_family_t svm_family;
  __uint16_t svm_reserved1;
  __uint32_t svm_port;
  __uint32_t svm_cid;
};
#endif
