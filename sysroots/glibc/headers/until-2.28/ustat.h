#include <sys/ustat.h>
