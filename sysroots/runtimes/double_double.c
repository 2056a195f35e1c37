/* A whole power of a long double that is a pair of doubles: compiler-rt has it for quad precision alone. */
#if __LDBL_MANT_DIG__ == 106

__attribute__((visibility("hidden"))) long double __powitf2(long double base, int exponent) {
  unsigned left = exponent < 0 ? -(unsigned)exponent : (unsigned)exponent;
  long double power = 1;
  for (; left; left >>= 1, base *= base)
    if (left & 1) power *= base;
  return exponent < 0 ? 1 / power : power;
}

#endif
