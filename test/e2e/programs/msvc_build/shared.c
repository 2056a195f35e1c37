__declspec(dllexport) int shared(void) {
  return 3;
}
