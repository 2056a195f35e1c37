/* The type of a locale alone. Until 2.25. */
#ifndef _XLOCALE_H
#define _XLOCALE_H 1
#include <bits/types/locale_t.h>
#endif
