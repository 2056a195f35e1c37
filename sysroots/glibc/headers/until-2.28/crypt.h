/* Passwords and DES of libcrypt. From 2.28 on distributions have libxcrypt's. */
#ifndef _CRYPT_H
#define _CRYPT_H 1
#include <features.h>

__BEGIN_DECLS
extern char *crypt (const char *__key, const char *__salt) __THROW __nonnull ((1, 2));
extern void setkey (const char *__key) __THROW __nonnull ((1));
extern void encrypt (char *__block, int __edflag) __THROW __nonnull ((1));
#ifdef __USE_GNU
struct crypt_data
  {
    char keysched[16 * 8];
    char sb0[32768], sb1[32768], sb2[32768], sb3[32768];
    char crypt_3_buf[14];
    char current_salt[2];
    long int current_saltbits;
    int direction, initialized;
  };
extern char *crypt_r (const char *__key, const char *__salt, struct crypt_data *__restrict __data)
     __THROW __nonnull ((1, 2, 3));
extern void setkey_r (const char *__key, struct crypt_data *__restrict __data) __THROW __nonnull ((1, 2));
extern void encrypt_r (char *__block, int __edflag, struct crypt_data *__restrict __data) __THROW __nonnull ((1, 3));
#endif
__END_DECLS
#endif
