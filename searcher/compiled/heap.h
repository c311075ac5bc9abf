/* The best of many, kept in a heap: for what ranks. It must not know what is ranked. */
#ifndef KLIPING_HEAP_H
#define KLIPING_HEAP_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* What is ranked: the larger `key` first, of equal ones the smaller `rank`. */
typedef struct {
    double key;
    uint32_t rank;
    int64_t place;
} candidate;

static inline int comes_after(const candidate *a, const candidate *b) {
    return a->key < b->key || (a->key == b->key && a->rank > b->rank);
}

/* Let the entry at a place of a heap, the last in order on top, sink to where it belongs. */
static inline void sink(candidate *heap, size_t size, size_t place) {
    candidate moved = heap[place];
    for (;;) {
        size_t child = 2 * place + 1;
        if (child >= size) break;
        if (child + 1 < size && comes_after(&heap[child + 1], &heap[child])) child++;
        if (!comes_after(&heap[child], &moved)) break;
        heap[place] = heap[child];
        place = child;
    }
    heap[place] = moved;
}

/* Add to a heap that has room, or put out its last in order; returns how many it holds. */
static inline size_t offer(candidate *heap, size_t size, size_t wanted, candidate entry) {
    if (size < wanted) {
        heap[size++] = entry;
        if (size == wanted)
            for (size_t place = size / 2; place-- > 0;) sink(heap, size, place);
    } else if (comes_after(&heap[0], &entry)) {
        heap[0] = entry;
        sink(heap, size, 0);
    }
    return size;
}

static inline int in_order_of_rank(const void *left, const void *right) {
    return comes_after(left, right) ? 1 : -1;
}

/* Sort a heap: the first in order first. */
static inline void put_in_order(candidate *heap, size_t size) { qsort(heap, size, sizeof *heap, in_order_of_rank); }

/* The `wanted` values with most counts, ties by the lowest, in order, in a heap with room for them (`key` is the
   count, `place` the value), and how many values have any. */
size_t lead(const int64_t *counts, size_t size, size_t wanted, candidate *heap, size_t *present);

#endif
