/* One posting, and where it is: what every loop over a text field needs. Layout and promises: loops.h. */
#ifndef KLIPING_POSTINGS_H
#define KLIPING_POSTINGS_H

#include "loops.h"

/* The first place in i … n − 1 whose entry is no less than x; near ones cost least. */
static inline size_t gallop(const uint32_t *entries, size_t i, size_t n, uint32_t x) {
    if (i >= n || entries[i] >= x) return i;
    size_t step = 1;
    while (step < n - i && entries[i + step] < x) step *= 2;
    size_t low = i + step / 2, high = step < n - i ? i + step : n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (entries[middle] < x)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static inline size_t lower_bound(const uint64_t *entries, size_t n, uint64_t x) {
    size_t low = 0;
    while (low < n) {
        size_t middle = low + (n - low) / 2;
        if (entries[middle] < x)
            low = middle + 1;
        else
            n = middle;
    }
    return low;
}

/* How often the term of a posting is in its document. */
static inline uint64_t frequency_of(const text_field *field, size_t posting) {
    uint32_t frequency = field->postings[posting] & MOST_FREQUENCY;
    if (frequency == MOST_FREQUENCY && field->longs) {
        size_t at = lower_bound(field->long_places, field->longs, posting);
        if (at < field->longs && field->long_places[at] == posting) return field->long_counts[at];
    }
    return frequency;
}

/* What the table would hold for a frequency beyond it. The BM25 of 1 and of 2 give what else is in the formula:
   f (k1 + 1) / (f + rest). */
static inline double saturated(const double *table, unsigned length, double frequency) {
    double one = table[256 + length], two = table[512 + length];
    double rest = 2 * (two - one) / (2 * one - two);
    return one * (1 + rest) * frequency / (frequency + rest);
}

/* The score of a posting of a document that is there. */
static inline double score_of(const text_field *field, size_t posting, uint32_t entry, double factor) {
    unsigned frequency = entry & MOST_FREQUENCY, length = field->lengths[entry >> FREQUENCY_BITS];
    if (frequency == MOST_FREQUENCY) {
        uint64_t exact = frequency_of(field, posting);
        if (exact > MOST_FREQUENCY) return factor * saturated(field->table, length, (double)exact);
    }
    return field->table[frequency << 8 | length] * factor;
}

/* The place in i … n − 1 of the posting of a document or of the first one behind it. */
static inline size_t seek(const uint32_t *postings, size_t i, size_t n, uint32_t document) {
    if (document >> (32 - FREQUENCY_BITS)) return n; /* no posting can name it */
    return gallop(postings, i, n, document << FREQUENCY_BITS);
}

#endif
