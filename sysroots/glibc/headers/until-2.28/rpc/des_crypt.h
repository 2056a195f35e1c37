/* DES for secure RPC. Until 2.27. */
#ifndef __DES_CRYPT_H__
#define __DES_CRYPT_H__ 1
#include <features.h>

#define DES_MAXDATA 8192
#define DES_DIRMASK 1
#define DES_ENCRYPT 0
#define DES_DECRYPT 1
#define DES_DEVMASK 2
#define DES_HW 0
#define DES_SW 2
#define DESERR_NONE 0
#define DESERR_NOHWDEVICE 1
#define DESERR_HWERROR 2
#define DESERR_BADPARAM 3
#define DES_FAILED(error) ((error) > DESERR_NOHWDEVICE)

__BEGIN_DECLS
extern int cbc_crypt (char *__key, char *__buf, unsigned __len, unsigned __mode, char *__ivec) __THROW;
extern int ecb_crypt (char *__key, char *__buf, unsigned __len, unsigned __mode) __THROW;
extern void des_setparity (char *__key) __THROW;
__END_DECLS
#endif
