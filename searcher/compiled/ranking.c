/* Which come first, and how many have what; see loops.h for what each function does, takes and promises. */
#include "heap.h"
#include "loops.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Scores that differ by less are equal (searcher/whoosh_facets.py, SCORE_DECIMALS). */
static const double SCALE = 1e9;

/* So many scores are compared at once with the last of those wanted. One of so many is looked at to guess that, and
   its rank among those is so much lower than it should be. */
enum { BLOCK = 32, SAMPLED = 64, LEAST_SAMPLE = 8 };

/* Write the places of a heap in order. */
static void write_places(candidate *heap, size_t size, int64_t *places) {
    put_in_order(heap, size);
    for (size_t i = 0; i < size; i++) places[i] = heap[i].place;
}

/* Is one of some scores no less than a bound? All of them are asked, so that a compiler makes vectors of it. */
static int any_above(const double *scores, double bound) {
    int64_t any = 0;
    for (size_t i = 0; i < BLOCK; i++) any |= scores[i] >= bound;
    return any != 0;
}

/* A score that a few more than the wanted ones will reach, by a sample; less than any where that tells too little. */
static double guess(candidate *heap, const found_list *found, size_t wanted) {
    size_t held = 0, rank = wanted / SAMPLED * 2 + LEAST_SAMPLE;
    if (rank > wanted || found->size / SAMPLED < 2 * rank) return -INFINITY;
    for (size_t i = 0; i < found->size; i += SAMPLED) {
        candidate entry = {found->scores[i], 0, 0};
        held = offer(heap, held, rank, entry);
    }
    return heap[0].key;
}

/* The best by score, of those that reach a bound; returns how many, or an error. */
static int64_t fill_above(candidate *heap, const found_list *found, const uint32_t *ranks, size_t number,
                          size_t wanted, double bound) {
    size_t held = 0, size = found->size;
    for (size_t first = 0; first < size; first += BLOCK) {
        size_t end = size - first < BLOCK ? size : first + BLOCK;
        if (end == first + BLOCK && !any_above(found->scores + first, bound)) continue;
        for (size_t i = first; i < end; i++) {
            if (found->scores[i] < bound) continue;
            uint32_t document = found->documents[i];
            if (document >= number) return OUTSIDE;
            candidate entry = {rint(found->scores[i] * SCALE) / SCALE, ranks[document], (int64_t)i};
            held = offer(heap, held, wanted, entry);
            /* Rounding costs more than all else here: what is below by more than that is not asked. */
            if (held == wanted && heap[0].key - 2 / SCALE > bound) bound = heap[0].key - 2 / SCALE;
        }
    }
    return (int64_t)held;
}

/* The best by score; returns how many, or an error. Where enough reach a bound that was guessed, what is below it by
   more than a rounding is none of them; many are offered to the heap in vain before it finds a bound by itself. */
static int64_t fill_by_score(candidate *heap, const found_list *found, const uint32_t *ranks, size_t number,
                             size_t wanted) {
    double guessed = guess(heap, found, wanted);
    int64_t held = fill_above(heap, found, ranks, number, wanted, guessed - 2 / SCALE);
    if (held < 0 || guessed == -INFINITY || (held == (int64_t)wanted && heap[0].key >= guessed - 1 / SCALE)) return held;
    return fill_above(heap, found, ranks, number, wanted, -INFINITY);
}

/* The best by rank alone; returns how many, or an error. */
static int64_t fill_by_rank(candidate *heap, const uint32_t *documents, size_t size, const uint32_t *ranks,
                            size_t number, size_t wanted) {
    size_t held = 0;
    uint32_t last = UINT32_MAX; /* no rank beyond this one is wanted any more */
    for (size_t i = 0; i < size; i++) {
        uint32_t document = documents[i];
        if (document >= number) return OUTSIDE;
        uint32_t rank = ranks[document];
        if (rank > last) continue;
        candidate entry = {0.0, rank, (int64_t)i};
        held = offer(heap, held, wanted, entry);
        if (held == wanted) last = heap[0].rank;
    }
    return (int64_t)held;
}

int64_t best(const uint32_t *documents, const double *scores, size_t size, const uint32_t *ranks, size_t number,
             size_t wanted, int64_t *places) {
    if (!wanted) return 0;
    candidate *heap = malloc(wanted * sizeof *heap);
    if (!heap) return NO_MEMORY;
    found_list found = {documents, scores, size, NULL, 0.0};
    int64_t held = scores ? fill_by_score(heap, &found, ranks, number, wanted)
                          : fill_by_rank(heap, documents, size, ranks, number, wanted);
    if (held > 0) write_places(heap, (size_t)held, places);
    free(heap);
    return held;
}

size_t lead(const int64_t *counts, size_t size, size_t wanted, candidate *heap, size_t *present) {
    size_t held = 0;
    *present = 0;
    for (size_t value = 0; value < size; value++) {
        if (counts[value] <= 0) continue;
        ++*present;
        if (!wanted || (held == wanted && (double)counts[value] < heap[0].key)) continue;
        candidate entry = {(double)counts[value], (uint32_t)value, (int64_t)value};
        held = offer(heap, held, wanted, entry);
    }
    put_in_order(heap, held);
    return held;
}

int64_t leading(const int64_t *counts, size_t size, size_t wanted, int64_t *values, size_t *present) {
    candidate *heap = malloc((wanted + 1) * sizeof *heap);
    if (!heap) return NO_MEMORY;
    size_t held = lead(counts, size, wanted, heap, present);
    for (size_t i = 0; i < held; i++) values[i] = heap[i].place;
    free(heap);
    return (int64_t)held;
}

/* Which of eight bytes, each 0 or 1, are set: the lowest bit is that of the first. */
static inline uint64_t bits_of(const uint8_t *bytes) {
    uint64_t eight;
    memcpy(&eight, bytes, sizeof eight);
    return eight * UINT64_C(0x0102040810204080) >> 56;
}

/* Copy a mask, 1 for anything but 0. */
static void copy_mask(const uint8_t *restrict from, size_t size, uint8_t *restrict to) {
    for (size_t i = 0; i < size; i++) to[i] = from[i] != 0;
}

/* Take documents out of a mask, four at a time: the loop of one waits for its own comparison. */
static int unmark(uint8_t *marks, size_t number, const uint32_t *documents, size_t size) {
    size_t i = 0;
    for (; i + 4 <= size; i += 4) {
        uint32_t a = documents[i], b = documents[i + 1], c = documents[i + 2], d = documents[i + 3];
        if ((a >= number) | (b >= number) | (c >= number) | (d >= number)) return 0;
        marks[a] = marks[b] = marks[c] = marks[d] = 0;
    }
    for (; i < size; i++) {
        uint32_t document = documents[i];
        if (document >= number) return 0;
        marks[document] = 0;
    }
    return 1;
}

int64_t without(const uint8_t *live, size_t number, const uint32_t *documents, size_t size, uint32_t *others) {
    uint8_t *left = calloc(1, number + 64); /* none behind the last one, so that all are read 64 at a time */
    if (!left) return NO_MEMORY;
    copy_mask(live, number, left);
    int64_t kept = unmark(left, number, documents, size) ? 0 : OUTSIDE;
    for (size_t first = 0; first < number && kept >= 0; first += 64) {
        uint64_t some = 0;
        for (unsigned i = 0; i < 64; i += 8) some |= bits_of(left + first + i) << i;
        for (; some; some &= some - 1) others[kept++] = (uint32_t)(first + (size_t)__builtin_ctzll(some));
    }
    free(left);
    return kept;
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
