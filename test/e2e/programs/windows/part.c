int counter = 1;
int hidden(int n) { return n + n; }
int twice(int n) {
  counter += 2;
  return hidden(n);
}
