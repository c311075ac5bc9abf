/* See values.h for what each function does, takes and promises. */
#include "values.h"

#include <string.h>

#include "loops.h"
#include "postings.h"
#include "prefetch.h"

/* Values are counted by what occurs where there are fewer than this share of all there are: 400 of 6,000 take 3 us in
   either way. */
enum { FEW = 16 };

/* As many values as nearly all documents have, and so many of them are counted at once. */
enum { SHORT = 12, BATCH = 1024, AHEAD = 16 };

/* So many counts are compared at once. */
enum { GROUP = 32 };

/* So many values of a segment, found at a document. */
typedef struct {
    const uint32_t *values;
    size_t size;
} value_run;

/* The values of a document of a part; false where it has none that exist. */
static inline int values_at(const value_part *part, uint32_t document, value_run *run) {
    uint32_t own = document - part->first; /* one that is before the part is far behind its end */
    if (own >= part->documents) return 0;
    uint32_t first = part->starts[own], end = part->starts[own + 1];
    if (first > end || end > part->value_count) return 0;
    *run = (value_run){part->values + first, end - first};
    return 1;
}

/* What the archive calls a value of a part; table->size, which is none, where it does not exist. */
static inline size_t ordinal_of(const value_table *table, const value_part *part, uint32_t value) {
    if (part->ordinals) {
        if (value >= part->ordinal_count) return table->size;
        value = part->ordinals[value];
    }
    return value < table->size ? value : table->size;
}

/* The part of a document that is in the given one or in a later one. */
static inline const value_part *part_of(const value_table *table, const value_part *part, uint32_t document) {
    const value_part *last = table->parts + table->number - 1;
    while (part < last && document >= part[1].first) part++;
    return part;
}

/* Counts of `size` values, and what a value of a part is called in them: names[value], or the same if that is NULL. */
typedef struct {
    uint32_t *counts;
    size_t size;
    const uint32_t *names;
    size_t name_count;
} counting;

/* Count values that were read; false where one does not exist. */
static int count_batch(const counting *into, uint32_t *batch, size_t size) {
    for (size_t i = 0; i < size && into->names; i++) {
        if (batch[i] >= into->name_count) return 0;
        batch[i] = into->names[batch[i]];
    }
    for (size_t i = 0; i < size; i++) {
        if (batch[i] >= into->size) return 0;
        into->counts[batch[i]]++;
    }
    return 1;
}

/* Count the values of a run longer than most; false where one does not exist. */
static int count_long(const counting *into, value_run run) {
    for (size_t at = 0; at < run.size; at++) {
        uint32_t value = run.values[at];
        if (!count_batch(into, &value, 1)) return 0;
    }
    return 1;
}

/* Runs are copied one after the other, a whole SHORT of each whatever its length, and counted by the batch: how long
   the next one is cannot be foretold, and a branch on it at every document took 60 % of the time. */
static int count_part(const value_part *part, const uint32_t *asked, size_t size, const counting *into) {
    uint32_t batch[BATCH + SHORT];
    size_t held = 0;
    value_run run;
    for (size_t i = 0; i < size; i++) {
        uint32_t later = i + AHEAD < size ? asked[i + AHEAD] - part->first : 0;
        if (later < part->documents) PREFETCH(part->values + part->starts[later]);
        if (!values_at(part, asked[i], &run)) return 0;
        if (run.size <= SHORT && (size_t)(part->values + part->value_count - run.values) >= SHORT) {
            memcpy(batch + held, run.values, SHORT * sizeof *batch);
            held += run.size;
        } else if (!count_long(into, run)) {
            return 0;
        }
        if (held < BATCH) continue;
        if (!count_batch(into, batch, held)) return 0;
        held = 0;
    }
    return count_batch(into, batch, held);
}

/* The same by the part's own values, called what the archive calls them when all are counted. */
static int64_t count_own(const value_table *table, const value_part *part, const uint32_t *asked, size_t size,
                         uint32_t *counts) {
    uint32_t *own = calloc(part->ordinal_count + 1, sizeof *own);
    if (!own) return NO_MEMORY;
    counting into = {own, part->ordinal_count, NULL, 0};
    int64_t done = count_part(part, asked, size, &into) ? (int64_t)size : OUTSIDE;
    for (size_t value = 0; value < part->ordinal_count && done >= 0; value++) {
        if (!own[value]) continue;
        size_t ordinal = part->ordinals[value];
        if (ordinal >= table->size)
            done = OUTSIDE;
        else
            counts[ordinal] += own[value];
    }
    free(own);
    return done;
}

int64_t count_values(const value_table *table, const uint32_t *asked, size_t size, uint32_t *counts) {
    const value_part *part = table->parts;
    if (size && !table->number) return OUTSIDE;
    for (size_t i = 0; i < size;) {
        part = part_of(table, part, asked[i]);
        int is_last = part + 1 == table->parts + table->number;
        size_t end = is_last ? size : gallop(asked, i, size, part[1].first);
        counting into = {counts, table->size, part->ordinals, part->ordinal_count};
        int64_t done;
        if (part->ordinals && end - i > part->ordinal_count / FEW)
            done = count_own(table, part, asked + i, end - i, counts);
        else
            done = count_part(part, asked + i, end - i, &into) ? 0 : OUTSIDE;
        if (done < 0) return done;
        i = end;
    }
    return (int64_t)size;
}

/* How many values the documents have, all together, or a number beyond `most` as soon as it is. */
static int64_t total_of(const value_table *table, const uint32_t *asked, size_t size, size_t most) {
    const value_part *part = table->parts;
    value_run run;
    size_t total = 0;
    if (size && !table->number) return OUTSIDE;
    for (size_t i = 0; i < size && total <= most; i++) {
        part = part_of(table, part, asked[i]);
        if (!values_at(part, asked[i], &run)) return OUTSIDE;
        total += run.size;
    }
    return (int64_t)total;
}

/* Take a value of a span into account that has so many. */
static inline void lead_with(value_span *span, uint32_t value, int64_t count) {
    uint32_t place = value - (uint32_t)span->first;
    span->present++;
    if (!span->wanted) return;
    candidate entry = {(double)count, place, (int64_t)place};
    span->held = offer(span->heap, span->held, span->wanted, entry);
}

/* Some counts, or what of `whole` is left without them; a whole that is less leaves nothing. */
static void take_group(const uint32_t *counts, const int64_t *whole, size_t size, uint32_t *group) {
    if (!whole) {
        memcpy(group, counts, size * sizeof *group);
        return;
    }
    for (size_t i = 0; i < size; i++) {
        int64_t left = whole[i] - (int64_t)counts[i];
        group[i] = left > 0 ? (uint32_t)left : 0;
    }
}

/* What leads among counts, or among those of `whole` less these. Values come in order: a count has to be higher than
   the last of those wanted, and most are not, which is asked of a GROUP at once. */
static void lead_counted(const uint32_t *counts, const int64_t *whole, value_span *span) {
    uint32_t group[GROUP], last = 0;
    span->held = span->present = 0;
    for (size_t first = span->first; first < span->end; first += GROUP) {
        size_t size = span->end - first < GROUP ? span->end - first : GROUP;
        uint32_t present = 0, higher = 0;
        take_group(counts + first, whole ? whole + first : NULL, size, group);
        for (size_t i = 0; i < size; i++) {
            present += group[i] != 0;
            higher |= group[i] > last;
        }
        span->present += present;
        if (!higher || !span->wanted) continue;
        for (size_t i = 0; i < size; i++) {
            if (group[i] <= last) continue;
            uint32_t place = (uint32_t)(first + i - span->first);
            candidate entry = {(double)group[i], place, (int64_t)place};
            span->held = offer(span->heap, span->held, span->wanted, entry);
            if (span->held == span->wanted) last = (uint32_t)span->heap[0].key;
        }
    }
    put_in_order(span->heap, span->held);
}

static int64_t lead_in_many(const value_table *table, const uint32_t *asked, size_t size, const int64_t *whole,
                            value_span *spans, size_t number) {
    uint32_t *counts = calloc(table->size + 1, sizeof *counts);
    if (!counts) return NO_MEMORY;
    int64_t done = count_values(table, asked, size, counts);
    for (size_t i = 0; i < number && done >= 0; i++) lead_counted(counts, whole, &spans[i]);
    free(counts);
    return done;
}

/* A value that occurs, and how often; a count of 0 is a free place of the table. */
typedef struct {
    uint32_t value, count;
} occurring;

/* Count one more of a value; at least one of mask + 1 places is free. */
static inline void count_one(occurring *places, size_t mask, uint32_t value) {
    size_t at = (size_t)(value * UINT32_C(2654435769) >> 8) & mask; /* golden ratio: neighbours are spread */
    while (places[at].count && places[at].value != value) at = (at + 1) & mask;
    places[at].value = value;
    places[at].count++;
}

static int64_t count_occurring(const value_table *table, const uint32_t *asked, size_t size, occurring *places,
                               size_t mask, size_t room) {
    const value_part *part = table->parts;
    value_run run;
    for (size_t i = 0; i < size; i++) {
        part = part_of(table, part, asked[i]);
        if (!values_at(part, asked[i], &run) || run.size > room) return OUTSIDE;
        room -= run.size;
        for (size_t at = 0; at < run.size; at++) {
            size_t ordinal = ordinal_of(table, part, run.values[at]);
            if (ordinal >= table->size) return OUTSIDE;
            count_one(places, mask, (uint32_t)ordinal);
        }
    }
    return (int64_t)size;
}

static void lead_occurring(const occurring *found, size_t size, value_span *span) {
    span->held = span->present = 0;
    for (size_t i = 0; i < size; i++)
        if (found[i].value >= span->first && found[i].value < span->end) lead_with(span, found[i].value, found[i].count);
    put_in_order(span->heap, span->held);
}

static int64_t lead_in_few(const value_table *table, const uint32_t *asked, size_t size, size_t total,
                           value_span *spans, size_t number) {
    size_t room = 16;
    while (room < 2 * total) room *= 2;
    occurring *places = calloc(room, sizeof *places);
    if (!places) return NO_MEMORY;
    int64_t done = count_occurring(table, asked, size, places, room - 1, total);
    size_t found = 0;
    for (size_t at = 0; at < room; at++)
        if (places[at].count) places[found++] = places[at];
    for (size_t i = 0; i < number && done >= 0; i++) lead_occurring(places, found, &spans[i]);
    free(places);
    return done;
}

int64_t lead_values(const value_table *table, const uint32_t *asked, size_t size, const int64_t *whole,
                    value_span *spans, size_t number) {
    if (whole) return lead_in_many(table, asked, size, whole, spans, number);
    int64_t total = total_of(table, asked, size, table->size / FEW);
    if (total < 0) return total;
    if ((size_t)total > table->size / FEW) return lead_in_many(table, asked, size, NULL, spans, number);
    return lead_in_few(table, asked, size, (size_t)total, spans, number);
}
