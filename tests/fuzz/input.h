/* What a fuzzer hands over, cut into numbers and arrays, each array in memory of its very size: reading one item
   too far is seen. */
#ifndef KLIPING_FUZZ_INPUT_H
#define KLIPING_FUZZ_INPUT_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const uint8_t *data;
    size_t size;
} input;

static inline size_t number(input *in, size_t most) {
    if (!in->size || !most) return 0;
    size_t value = *in->data++;
    in->size--;
    if (most > 255 && in->size) {
        value = value << 8 | *in->data++;
        in->size--;
    }
    return value % (most + 1);
}

/* An array of so many items out of the input, zeros behind its end; never NULL. */
static inline void *array(input *in, size_t items, size_t item) {
    size_t bytes = items * item, there = bytes < in->size ? bytes : in->size;
    uint8_t *copy = calloc(1, bytes ? bytes : 1);
    if (!copy) abort();
    memcpy(copy, in->data, there);
    in->data += there;
    in->size -= there;
    if (bytes) return copy;
    free(copy);
    return malloc(0);
}

#endif
