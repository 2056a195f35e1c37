#include <stdint.h>
#include <string.h>
#include <sys/types.h>
struct wrapped_pair {
  uint32_t first;
  off_t second;
};
uint64_t wrapped_sum(const struct wrapped_pair *pair);
