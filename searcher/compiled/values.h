/* The values that documents have, counted: facets. For what is promised of numbers out of files see loops.h.

   Few documents have few values, however many there are in the archive: those are counted in a table of what
   occurs, so that a rare word costs what it has and not what the archive names. More are counted in an array of
   all values. Complexities: V values of the documents asked about, N values there are.
       count_values V       lead_values V and V log wanted, or where 16 V > N or less is taken off a whole: V + N */
#ifndef KLIPING_VALUES_H
#define KLIPING_VALUES_H

#include "heap.h"

/* The values of one segment, whose documents begin at `first`: its document d, of `documents`, has
   values[starts[d] … starts[d + 1] − 1], which the archive calls ordinals[value], or the same where that is NULL. */
typedef struct {
    uint32_t first;
    const uint32_t *starts;
    size_t documents;
    const uint32_t *values;
    size_t value_count;
    const uint32_t *ordinals;
    size_t ordinal_count;
} value_part;

/* Those of all segments, in order of documents; there are `size` different ones. */
typedef struct {
    const value_part *parts;
    size_t number;
    size_t size;
} value_table;

/* What leads among the values first … end − 1: `wanted` of them, for which the heap has room; filled in by
   lead_values: how many it holds, in order, `place` being counted from `first`, and how many have any at all. */
typedef struct {
    size_t first, end, wanted;
    candidate *heap;
    size_t held, present;
} value_span;

/* counts[v] += 1 for each document asked about, ascending, that has value v; `counts` are table->size. */
int64_t count_values(const value_table *table, const uint32_t *asked, size_t size, uint32_t *counts);

/* Fill in the spans by the counts of the documents asked about, or by `whole` less those. */
int64_t lead_values(const value_table *table, const uint32_t *asked, size_t size, const int64_t *whole,
                    value_span *spans, size_t number);

#endif
