/* Which come first, and how many have what; see loops.h for what each function does, takes and promises. */
#include "loops.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Scores that differ by less are equal (searcher/whoosh_facets.py, SCORE_DECIMALS). */
static const double SCALE = 1e9;

/* What is ranked: the larger `key` first, of equal ones the smaller `rank`. */
typedef struct {
    double key;
    uint32_t rank;
    int64_t place;
} candidate;

static int comes_after(const candidate *a, const candidate *b) {
    return a->key < b->key || (a->key == b->key && a->rank > b->rank);
}

/* Let the entry at a place of a heap, the last in order on top, sink to where it belongs. */
static void sink(candidate *heap, size_t size, size_t place) {
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
static size_t offer(candidate *heap, size_t size, size_t wanted, candidate entry) {
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

static int in_order_of_rank(const void *left, const void *right) {
    return comes_after(left, right) ? 1 : -1;
}

/* Write the places of a heap in order. */
static void write_places(candidate *heap, size_t size, int64_t *places) {
    qsort(heap, size, sizeof *heap, in_order_of_rank);
    for (size_t i = 0; i < size; i++) places[i] = heap[i].place;
}

/* The best by score, or by rank alone; returns how many, or an error. */
static int64_t fill(candidate *heap, const uint32_t *documents, const double *scores, size_t size,
                    const uint32_t *ranks, size_t number, size_t wanted) {
    size_t held = 0;
    for (size_t i = 0; i < size; i++) {
        double score = scores ? scores[i] : 0.0;
        /* Rounding costs more than all else here: what is below by more than a rounding is not asked. */
        if (held == wanted && score < heap[0].key - 2 / SCALE) continue;
        if (documents[i] >= number) return OUTSIDE;
        candidate entry = {rint(score * SCALE) / SCALE, ranks[documents[i]], (int64_t)i};
        held = offer(heap, held, wanted, entry);
    }
    return (int64_t)held;
}

int64_t best(const uint32_t *documents, const double *scores, size_t size, const uint32_t *ranks, size_t number,
             size_t wanted, int64_t *places) {
    if (!wanted) return 0;
    candidate *heap = malloc(wanted * sizeof *heap);
    if (!heap) return NO_MEMORY;
    int64_t held = fill(heap, documents, scores, size, ranks, number, wanted);
    if (held > 0) write_places(heap, (size_t)held, places);
    free(heap);
    return held;
}

int64_t leading(const int64_t *counts, size_t size, size_t wanted, int64_t *values, size_t *present) {
    candidate *heap = malloc((wanted + 1) * sizeof *heap);
    if (!heap) return NO_MEMORY;
    size_t held = 0;
    *present = 0;
    for (size_t value = 0; value < size; value++) {
        if (counts[value] <= 0) continue;
        ++*present;
        if (!wanted || (held == wanted && (double)counts[value] < heap[0].key)) continue;
        candidate entry = {(double)counts[value], (uint32_t)value, (int64_t)value};
        held = offer(heap, held, wanted, entry);
    }
    write_places(heap, held, values);
    free(heap);
    return (int64_t)held;
}

int64_t without(const uint8_t *live, size_t number, const uint32_t *documents, size_t size, uint32_t *others) {
    uint8_t *left = malloc(number + 1);
    if (!left) return NO_MEMORY;
    memcpy(left, live, number);
    int64_t kept = 0;
    for (size_t i = 0; i < size && kept >= 0; i++) {
        if (documents[i] >= number)
            kept = OUTSIDE;
        else
            left[documents[i]] = 0;
    }
    for (size_t document = 0; document < number && kept >= 0; document++) {
        others[kept] = (uint32_t)document; /* without a branch: which are kept cannot be foretold */
        kept += left[document] != 0;
    }
    free(left);
    return kept;
}

int64_t count_values(const uint32_t *starts, size_t documents, const uint32_t *values, size_t values_size,
                     const uint32_t *asked, size_t size, int64_t *counts, size_t counts_size) {
    for (size_t i = 0; i < size; i++) {
        uint32_t document = asked[i];
        if (document >= documents) return OUTSIDE;
        uint32_t first = starts[document], end = starts[document + 1];
        if (end > values_size) return OUTSIDE;
        for (; first < end; first++) {
            uint32_t value = values[first];
            if (value >= counts_size) return OUTSIDE;
            counts[value]++;
        }
    }
    return (int64_t)size;
}

int64_t count_numbers(const uint32_t *numbers, size_t documents, const uint32_t *asked, size_t size,
                      int64_t *counts, size_t counts_size) {
    for (size_t i = 0; i < size; i++) {
        uint32_t document = asked[i];
        if (document >= documents) return OUTSIDE;
        uint32_t number = numbers[document];
        if (number >= counts_size) return OUTSIDE;
        counts[number]++;
    }
    return (int64_t)size;
}

/* A piece of bytes that is known to lie inside its array. */
typedef struct {
    const uint8_t *bytes;
    size_t length;
} term;

/* Read one term; false where its ends make no sense. */
static int read_term(const uint8_t *terms, size_t bytes, const uint64_t *starts, size_t place, term *read) {
    uint64_t first = starts[place], end = starts[place + 1];
    if (first > end || end > bytes) return 0;
    *read = (term){terms + first, (size_t)(end - first)};
    return 1;
}

static int compare(term a, term b) {
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter ? memcmp(a.bytes, b.bytes, shorter) : 0;
    return order ? order : (a.length > b.length) - (a.length < b.length);
}

int64_t find_term(const uint8_t *terms, size_t bytes, const uint64_t *starts, size_t size, const uint8_t *wanted,
                  size_t length) {
    size_t low = 0, high = size;
    term sought = {wanted, length}, read;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (!read_term(terms, bytes, starts, middle, &read)) return OUTSIDE;
        if (compare(read, sought) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return (int64_t)low;
}

/* Give ranks until no list has a term left. */
static int64_t rank_all(const term_list *lists, size_t number, size_t *at, term *heads) {
    for (uint32_t rank = 0;; rank++) {
        size_t least = number;
        for (size_t list = 0; list < number; list++)
            if (at[list] < lists[list].size && (least == number || compare(heads[list], heads[least]) < 0)) least = list;
        if (least == number) return rank;
        const term_list *from = &lists[least];
        from->ranks[at[least]++] = rank;
        if (at[least] < from->size && !read_term(from->terms, from->bytes, from->starts, at[least], &heads[least]))
            return OUTSIDE;
    }
}

int64_t rank_terms(const term_list *lists, size_t number) {
    size_t *at = calloc(number + 1, sizeof *at);
    term *heads = calloc(number + 1, sizeof *heads);
    int64_t done = at && heads ? 0 : NO_MEMORY;
    for (size_t list = 0; list < number && !done; list++) {
        const term_list *from = &lists[list];
        if (from->size && !read_term(from->terms, from->bytes, from->starts, 0, &heads[list])) done = OUTSIDE;
    }
    if (!done) done = rank_all(lists, number, at, heads);
    free(at);
    free(heads);
    return done;
}
