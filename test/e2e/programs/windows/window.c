#include <stdio.h>
#include <windows.h>
#include "text.h"

int WINAPI WinMain(HINSTANCE instance, HINSTANCE before, LPSTR line, int show) {
  (void)before, (void)line, (void)show;
  char text[64] = "";
  int length = LoadStringA(instance, TEXT_SEVEN, text, sizeof text);
  FILE *file = fopen("said.txt", "w");
  if (!file || length != 14) return 1;
  fputs(text, file);
  fclose(file);
  return TEXT_SEVEN;
}
