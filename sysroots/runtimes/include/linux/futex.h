/* The two operations that libc++ waits with; a musl pack has no kernel headers. */
#pragma once
#define FUTEX_WAIT_PRIVATE 128
#define FUTEX_WAKE_PRIVATE 129
