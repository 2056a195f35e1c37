int fixed(void) {
  return 2;
}
