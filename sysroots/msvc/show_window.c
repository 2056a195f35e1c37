#include "program.h"

struct StartupInfo {
  unsigned size;
  wchar *reserved, *desktop, *title;
  unsigned x, y, width, height, columns, rows, fill, flags;
  unsigned short show, reservedSize;
  void *reserved2, *input, *output, *error;
};

void __stdcall GetStartupInfoW(struct StartupInfo *);

enum { usesShow = 1, showDefault = 10 };

int __linkshim_show(void) {
  struct StartupInfo info;
  GetStartupInfoW(&info);
  return info.flags & usesShow ? info.show : showDefault;
}
