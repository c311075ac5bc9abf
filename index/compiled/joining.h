/* Lists of segments into one, for a merge: what each takes, does and promises; see inverting.h. */
#ifndef KLIPING_JOINING_H
#define KLIPING_JOINING_H

#include <stddef.h>
#include <stdint.h>

#include "inverting.h"

/* Terms of one segment, ascending: term t is terms[starts[t]] … terms[starts[t + 1] - 1]. Those with `used` get
   their place in the union into `ordinals`, one after the other. */
typedef struct {
    const uint8_t *terms;
    size_t bytes;
    const uint64_t *starts;
    const uint8_t *used;
    size_t size;
    int64_t *ordinals;
    size_t places; /* room for ordinals */
} term_list;

/* Unite the used terms of several lists; `terms` and `starts` have room for all of them, `starts` for one more.
   Returns how many there are. Complexity: the terms, times the logarithm of the lists; memory: 48 bytes a list. */
int64_t unite_terms(const term_list *lists, size_t number, uint8_t *terms, size_t bytes, uint64_t *starts,
                    size_t size);

/* Put runs[i] items of `column` to where term ordinals[i] has its next free place, which moves on. */
int64_t place_runs(const uint32_t *column, size_t size, const int64_t *ordinals, const int64_t *runs, size_t number,
                   int64_t *free_places, size_t terms, uint32_t *result, size_t room);

#endif
