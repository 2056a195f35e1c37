#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Writes the numbers and their sum, and returns the sum. */
int64_t sum(const int32_t *numbers, size_t count, char *text, size_t size) {
    int64_t total = 0;
    text[0] = 0;
    for (size_t i = 0; i < count; i++) {
        char one[16];
        snprintf(one, sizeof one, i ? "+%d" : "%d", numbers[i]);
        strncat(text, one, size - strlen(text) - 1);
        total += numbers[i];
    }
    return total;
}
