#include "wrapped.h"
uint64_t wrapped_sum(const struct wrapped_pair *pair) { return pair->first + (uint64_t)pair->second; }
