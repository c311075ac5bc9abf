/* See loops.h for what each function does, takes and promises. */
#include "loops.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Sums of 16,384 documents fit the second cache beside the lists (160 kB): a third of the time of one array
   over a million documents. */
enum { WINDOW = 16384 };

/* The first place in i … n − 1 whose entry is no less than x; near ones cost least. */
static size_t gallop(const uint32_t *entries, size_t i, size_t n, uint32_t x) {
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

static size_t lower_bound(const uint64_t *entries, size_t n, uint64_t x) {
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
static uint64_t frequency_of(const text_field *field, size_t posting) {
    uint32_t frequency = field->postings[posting] & MOST_FREQUENCY;
    if (frequency == MOST_FREQUENCY && field->longs) {
        size_t at = lower_bound(field->long_places, field->longs, posting);
        if (at < field->longs && field->long_places[at] == posting) return field->long_counts[at];
    }
    return frequency;
}

/* What the table would hold for a frequency beyond it. The BM25 of 1 and of 2 give what else is in the formula:
   f (k1 + 1) / (f + rest). */
static double saturated(const double *table, unsigned length, double frequency) {
    double one = table[256 + length], two = table[512 + length];
    double rest = 2 * (two - one) / (2 * one - two);
    return one * (1 + rest) * frequency / (frequency + rest);
}

/* The score of a posting of a document that is there. */
static double score_of(const text_field *field, size_t posting, uint32_t entry, double factor) {
    unsigned frequency = entry & MOST_FREQUENCY, length = field->lengths[entry >> FREQUENCY_BITS];
    if (frequency == MOST_FREQUENCY) {
        uint64_t exact = frequency_of(field, posting);
        if (exact > MOST_FREQUENCY) return factor * saturated(field->table, length, (double)exact);
    }
    return field->table[frequency << 8 | length] * factor;
}

int64_t score_postings(const text_field *field, posting_range range, uint32_t *documents, double *scores) {
    for (size_t i = range.first; i < range.end; i++) {
        uint32_t entry = field->postings[i], document = entry >> FREQUENCY_BITS;
        if (document >= field->documents) return OUTSIDE;
        documents[i - range.first] = document;
        scores[i - range.first] = score_of(field, i, entry, range.factor);
    }
    return (int64_t)(range.end - range.first);
}

/* The place in i … n − 1 of the posting of a document or of the first one behind it. */
static size_t seek(const uint32_t *postings, size_t i, size_t n, uint32_t document) {
    if (document >> (32 - FREQUENCY_BITS)) return n; /* no posting can name it */
    return gallop(postings, i, n, document << FREQUENCY_BITS);
}

int64_t judge_postings(const text_field *field, posting_range range, const uint32_t *asked, size_t size,
                       uint8_t *mask, double *scores) {
    const uint32_t *postings = field->postings;
    memset(mask, 0, size);
    memset(scores, 0, size * sizeof *scores);
    int by_posting = range.end - range.first < size;
    size_t i = 0, posting = range.first;
    while (i < size && posting < range.end) {
        if (by_posting)
            i = gallop(asked, i, size, postings[posting] >> FREQUENCY_BITS);
        else
            posting = seek(postings, posting, range.end, asked[i]);
        if (i >= size || posting >= range.end) break;
        uint32_t entry = postings[posting];
        if (entry >> FREQUENCY_BITS == asked[i]) {
            if (entry >> FREQUENCY_BITS >= field->documents) return OUTSIDE;
            mask[i] = 1;
            scores[i] = score_of(field, posting, entry, range.factor);
        }
        if (by_posting)
            posting++;
        else
            i++;
    }
    return (int64_t)size;
}

void contains(const uint32_t *documents, size_t number, const uint32_t *asked, size_t size, uint8_t *mask) {
    memset(mask, 0, size);
    size_t i = 0, at = 0;
    int by_document = number < size;
    while (i < size && at < number) {
        if (by_document)
            i = gallop(asked, i, size, documents[at]);
        else
            at = gallop(documents, at, number, asked[i]);
        if (i >= size || at >= number) break;
        if (documents[at] == asked[i]) mask[i] = 1;
        if (by_document)
            at++;
        else
            i++;
    }
}

/* Where the positions of a term were last read: that of the next posting are near. */
typedef struct {
    size_t posting;
    uint64_t start; /* of that posting */
    size_t far;     /* the first place in `far_places` that is not before it */
} reading;

/* How many positions the postings first … end − 1 have; they are 64 at most. */
static uint64_t frequencies(const text_field *field, size_t first, size_t end) {
    uint64_t sum = 0;
    for (size_t i = first; i < end; i++) sum += field->postings[i] & MOST_FREQUENCY;
    if (!field->longs) return sum;
    size_t at = lower_bound(field->long_places, field->longs, first);
    for (; at < field->longs && field->long_places[at] < end; at++)
        sum += frequency_of(field, (size_t)field->long_places[at]) - MOST_FREQUENCY;
    return sum;
}

/* Where the positions of a posting begin, or OUTSIDE: a checkpoint, or what was read last, and what is since. */
static int64_t position_start(const text_field *field, size_t posting, uint64_t count, uint64_t all,
                              const reading *last) {
    size_t first = posting / CHECKPOINT * CHECKPOINT;
    if (posting / CHECKPOINT >= field->checkpoint_count) return OUTSIDE;
    uint64_t start = field->checkpoints[posting / CHECKPOINT];
    if (last->posting > first && last->posting <= posting) {
        first = last->posting;
        start = last->start;
    }
    if (start > all) return OUTSIDE;
    start += frequencies(field, first, posting);
    if (start > all || count > all - start) return OUTSIDE;
    return (int64_t)start;
}

/* How many positions there can be; each is read with the seven bytes behind it. */
static uint64_t position_count(const text_field *field) {
    if (field->position_bytes < 8) return 0;
    return (field->position_bytes - 8) / (field->width / 2) * 4;
}

static uint32_t position_at(const text_field *field, uint64_t place) {
    uint64_t word;
    memcpy(&word, field->positions + (place >> 2) * (field->width / 2), sizeof word);
    return (uint32_t)(word >> (place & 3) * field->width) & ((1u << field->width) - 1);
}

/* Positions of the terms of one document, one term after the other; grown where they need more room. */
typedef struct {
    uint32_t *positions;
    size_t room;
    size_t *starts;  /* where each term's begin; one more than there are terms */
    size_t *cursors; /* where each term's postings are read */
    size_t *reached; /* how far each place of the sequence has come in its term's positions */
    reading *last;   /* of each term */
} standing;

/* The first place of `far_places` that is not before a position, looked for from where it was last. */
static size_t seek_far(const text_field *field, const reading *last, uint64_t start) {
    size_t far = last->posting && start >= last->start ? last->far : 0;
    if (far < field->fars && field->far_places[far] < start)
        far += lower_bound(field->far_places + far, field->fars - far, start);
    return far;
}

/* Append the positions of one posting of a term; returns how many, or an error. */
static int64_t read_positions(const text_field *field, size_t term, standing *work, size_t used) {
    size_t posting = work->cursors[term];
    uint64_t count = frequency_of(field, posting);
    int64_t start = position_start(field, posting, count, position_count(field), &work->last[term]);
    if (start < 0) return start;
    if (used + count > work->room) {
        size_t room = (used + count) * 2;
        uint32_t *grown = realloc(work->positions, room * sizeof *grown);
        if (!grown) return NO_MEMORY;
        work->positions = grown;
        work->room = room;
    }
    size_t far = seek_far(field, &work->last[term], (uint64_t)start);
    work->last[term] = (reading){posting, (uint64_t)start, far};
    for (uint64_t i = 0; i < count; i++) {
        uint64_t place = (uint64_t)start + i;
        while (far < field->fars && field->far_places[far] < place) far++;
        int is_far = far < field->fars && field->far_places[far] == place;
        work->positions[used + i] = is_far ? field->far_positions[far] : position_at(field, place);
    }
    return (int64_t)count;
}

/* Does each place of the sequence have a position one behind that of the place before? */
static int in_order(const term_sequence *sequence, standing *work) {
    const uint32_t *positions = work->positions;
    memset(work->reached, 0, sequence->places * sizeof *work->reached);
    uint32_t leading = sequence->sequence[0];
    for (size_t i = work->starts[leading]; i < work->starts[leading + 1]; i++) {
        size_t place = 1;
        for (; place < sequence->places; place++) {
            uint32_t term = sequence->sequence[place];
            size_t start = work->starts[term], size = work->starts[term + 1] - start;
            size_t *at = &work->reached[place];
            uint64_t wanted = (uint64_t)positions[i] + place;
            while (*at < size && positions[start + *at] < wanted) ++*at;
            if (*at >= size) return 0; /* later ones of the first term are farther still */
            if (positions[start + *at] != wanted) break;
        }
        if (place >= sequence->places) return 1;
    }
    return 0;
}

/* How many of a term's positions are first … last. */
static size_t within(const standing *work, size_t term, uint32_t first, uint64_t last) {
    size_t end = work->starts[term + 1], from = gallop(work->positions, work->starts[term], end, first);
    return (last >= UINT32_MAX ? end : gallop(work->positions, from, end, (uint32_t)last + 1)) - from;
}

/* Is there a window of slop + 1 positions with each term as often as it is in the sequence? */
static int in_window(const term_sequence *sequence, const standing *work) {
    uint64_t span = (uint64_t)sequence->slop;
    if (span < sequence->places - 1) span = sequence->places - 1;
    for (size_t i = 0; i < work->starts[sequence->terms]; i++) {
        uint32_t first = work->positions[i];
        size_t term = 0;
        while (term < sequence->terms &&
               within(work, term, first, first + span) >= (size_t)sequence->times[term])
            term++;
        if (term == sequence->terms) return 1;
    }
    return 0;
}

/* Move all cursors to a document: 1 where it has all terms, 0 where not, −1 where a list is at its end. */
static int have_all(const text_field *field, const term_sequence *sequence, standing *work, uint32_t document) {
    for (size_t term = 0; term < sequence->terms; term++) {
        size_t end = sequence->ranges[term].end;
        size_t at = work->cursors[term] = seek(field->postings, work->cursors[term], end, document);
        if (at >= end) return -1;
        if (field->postings[at] >> FREQUENCY_BITS != document) return 0;
    }
    return 1;
}

/* 1 where the terms stand together in the document that all cursors are at, 0 where not, or an error. */
static int together(const text_field *field, const term_sequence *sequence, standing *work) {
    work->starts[0] = 0;
    for (size_t term = 0; term < sequence->terms; term++) {
        int64_t count = read_positions(field, term, work, work->starts[term]);
        if (count < 0) return (int)count;
        work->starts[term + 1] = work->starts[term] + (size_t)count;
    }
    return sequence->slop < 0 ? in_order(sequence, work) : in_window(sequence, work);
}

static int64_t stand_in_each(const text_field *field, const term_sequence *sequence, standing *work,
                             const uint32_t *asked, size_t size, uint8_t *mask, double *scores) {
    for (size_t term = 0; term < sequence->terms; term++) work->cursors[term] = sequence->ranges[term].first;
    for (size_t i = 0; i < size; i++) {
        int have = have_all(field, sequence, work, asked[i]);
        if (have < 0) break;
        if (!have) continue;
        if (asked[i] >= field->documents) return OUTSIDE;
        int found = together(field, sequence, work);
        if (found < 0) return found;
        if (!found) continue;
        mask[i] = 1;
        for (size_t term = 0; term < sequence->terms; term++) {
            size_t at = work->cursors[term];
            uint32_t entry = field->postings[at];
            if (entry >> FREQUENCY_BITS >= field->documents) return OUTSIDE;
            scores[i] += score_of(field, at, entry, sequence->ranges[term].factor) * sequence->times[term];
        }
    }
    return (int64_t)size;
}

int64_t stand_together(const text_field *field, const term_sequence *sequence, const uint32_t *asked, size_t size,
                       uint8_t *mask, double *scores) {
    memset(mask, 0, size);
    memset(scores, 0, size * sizeof *scores);
    size_t *numbers = malloc((2 * sequence->terms + 1 + sequence->places) * sizeof *numbers);
    reading *last = calloc(sequence->terms, sizeof *last);
    int64_t done = NO_MEMORY;
    if (numbers && last) {
        size_t *cursors = numbers + sequence->terms + 1;
        standing work = {NULL, 0, numbers, cursors, cursors + sequence->terms, last};
        done = stand_in_each(field, sequence, &work, asked, size, mask, scores);
        free(work.positions);
    }
    free(numbers);
    free(last);
    return done;
}

typedef struct {
    double sums[WINDOW];
    uint16_t counts[WINDOW]; /* how many lists have the document */
    size_t at[];             /* how far each list has been read */
} summing;

/* The window, by its first document, in which the next entry of any list is; `size` where none is left. */
static size_t next_window(const found_list *lists, size_t number, const size_t *at, size_t size) {
    size_t next = size;
    for (size_t list = 0; list < number; list++)
        if (at[list] < lists[list].size && lists[list].documents[at[list]] < next)
            next = lists[list].documents[at[list]];
    return next < size ? next / WINDOW * WINDOW : size;
}

/* Add the entries of one list that are in the window; returns how many, or an error. */
static int64_t add_list(const found_list *list, size_t *at, uint32_t base, size_t end, summing *work) {
    size_t first = *at, i = first;
    for (; i < list->size; i++) {
        uint32_t document = list->documents[i];
        if (document >= end) break;
        if (document < base) return NOT_ASCENDING;
        work->sums[document - base] += list->scores[i];
        work->counts[document - base]++;
    }
    *at = i;
    return (int64_t)(i - first);
}

/* Take what is in the window out of it; returns how many are in `minimum` lists. */
static size_t take_window(summing *work, uint32_t base, uint32_t minimum, uint32_t *documents, double *scores) {
    size_t kept = 0;
    for (uint32_t i = 0; i < WINDOW; i += 4) {
        uint64_t four;
        memcpy(&four, work->counts + i, sizeof four);
        if (!four) continue;
        for (uint32_t j = i; j < i + 4; j++) {
            if (work->counts[j] && work->counts[j] >= minimum) {
                documents[kept] = base + j;
                scores[kept++] = work->sums[j];
            }
            work->sums[j] = 0;
            work->counts[j] = 0;
        }
    }
    return kept;
}

int64_t merge(const found_list *lists, size_t number, uint32_t minimum, size_t size, uint32_t *documents,
              double *scores) {
    if (number > UINT16_MAX) return OUTSIDE;
    summing *work = calloc(1, sizeof *work + number * sizeof *work->at);
    if (!work) return NO_MEMORY;
    int64_t kept = 0;
    size_t base;
    while (kept >= 0 && (base = next_window(lists, number, work->at, size)) < size) {
        size_t end = base + WINDOW < size ? base + WINDOW : size;
        int64_t added = 0;
        for (size_t list = 0; list < number && added >= 0; list++)
            added = add_list(&lists[list], &work->at[list], (uint32_t)base, end, work);
        kept = added < 0 ? added
                         : kept + (int64_t)take_window(work, (uint32_t)base, minimum, documents + kept, scores + kept);
    }
    for (size_t list = 0; list < number && kept >= 0; list++)
        if (work->at[list] < lists[list].size) kept = OUTSIDE; /* a document that does not exist stopped it */
    free(work);
    return kept;
}

int64_t unite(const uint32_t *const *lists, const size_t *sizes, size_t number, unsigned shift, size_t size,
              uint32_t *documents) {
    size_t words = size / 64 + 1;
    uint64_t *bits = calloc(words, sizeof *bits);
    if (!bits) return NO_MEMORY;
    int64_t kept = 0;
    for (size_t list = 0; list < number && kept >= 0; list++)
        for (size_t i = 0; i < sizes[list]; i++) {
            uint32_t document = lists[list][i] >> shift;
            if (document >= size) {
                kept = OUTSIDE;
                break;
            }
            bits[document / 64] |= (uint64_t)1 << document % 64;
        }
    for (size_t word = 0; word < words && kept >= 0; word++)
        for (uint64_t left = bits[word]; left; left &= left - 1)
            documents[kept++] = (uint32_t)(word * 64 + (size_t)__builtin_ctzll(left));
    free(bits);
    return kept;
}

size_t keep(const uint8_t *mask, const uint32_t *documents, const double *scores, const double *more, size_t size,
            uint32_t *kept, double *kept_scores) {
    size_t number = 0;
    for (size_t i = 0; i < size; i++) {
        kept[number] = documents[i]; /* without a branch: which are kept cannot be foretold */
        kept_scores[number] = more ? scores[i] + more[i] : scores[i];
        number += mask[i] != 0;
    }
    return number;
}

int64_t choose(const uint8_t *wanted, size_t number, const uint32_t *documents, const double *scores, size_t size,
               uint32_t *kept, double *kept_scores) {
    size_t chosen = 0;
    for (size_t i = 0; i < size; i++) {
        uint32_t document = documents[i];
        if (document >= number) return OUTSIDE;
        kept[chosen] = document;
        kept_scores[chosen] = scores[i];
        chosen += wanted[document] != 0;
    }
    return (int64_t)chosen;
}

int64_t choose_days(const int32_t *days, size_t number, int32_t first, int32_t last, int undated,
                    const uint32_t *documents, const double *scores, size_t size, uint32_t *kept,
                    double *kept_scores) {
    size_t chosen = 0;
    uint32_t span = first <= last ? (uint32_t)last - (uint32_t)first : 0;
    unsigned some = first <= last, none_too = undated != 0;
    for (size_t i = 0; i < size; i++) {
        uint32_t document = documents[i];
        if (document >= number) return OUTSIDE;
        uint32_t day = (uint32_t)days[document];
        kept[chosen] = document;
        kept_scores[chosen] = scores[i];
        chosen += (some & (day - (uint32_t)first <= span)) | (none_too & (day == 0)); /* no branch, as above */
    }
    return (int64_t)chosen;
}
