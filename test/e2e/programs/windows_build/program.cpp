#include "text.h"
#include <iostream>
#include <windows.h>
#include <winsock2.h>
extern "C" int length(const char *text);
int main() {
  char text[64] = "";
  LoadStringA(nullptr, TEXT_SEVEN, text, sizeof text);
  std::cout << text << ' ' << length(text) << ' ' << htons(1) << std::endl;
}
