/* Conversions between half precision and 128-bit integers, which clang calls and compiler-rt lacks (GCC's libgcc has
   them). All finite halves fit in 17 bits. */
#if defined(__SIZEOF_INT128__) && defined(__FLT16_MANT_DIG__)

#define HIDDEN __attribute__((visibility("hidden")))

HIDDEN __int128 __fixhfti(_Float16 value) { return (int)(float)value; }

HIDDEN unsigned __int128 __fixunshfti(_Float16 value) { return (unsigned)(float)value; }

/* Whatever is beyond 2^17 becomes infinite, as 2^17 itself does; float holds all integers below exactly. */
#define BEYOND 131072

HIDDEN _Float16 __floatuntihf(unsigned __int128 value) {
  return (_Float16)(float)(value < BEYOND ? (unsigned)value : BEYOND);
}

HIDDEN _Float16 __floattihf(__int128 value) {
  return value < 0 ? -__floatuntihf(-(unsigned __int128)value) : __floatuntihf((unsigned __int128)value);
}

#endif
