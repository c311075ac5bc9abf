/* Do terms stand together in a document? See loops.h for what each function does, takes and promises. */
#include "loops.h"
#include "postings.h"

#include <stdlib.h>
#include <string.h>

/* Lists of which the longer has at most so many times as many postings are read side by side: a step takes 2 ns,
   looking for a document in a list some 50. So many documents of both are gathered before texts are looked at. */
enum { ALIKE = 24, PAIRS = 256 };

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
    uint64_t all;    /* how many positions there can be */
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
    int64_t start = position_start(field, posting, count, work->all, &work->last[term]);
    if (start < 0 || !count) return start < 0 ? start : 0;
    if (used + count > work->room) {
        size_t room = (used + count) * 2;
        uint32_t *grown = realloc(work->positions, room * sizeof *grown);
        if (!grown) return NO_MEMORY;
        work->positions = grown;
        work->room = room;
    }
    size_t far = seek_far(field, &work->last[term], (uint64_t)start);
    work->last[term] = (reading){posting, (uint64_t)start, far};
    uint32_t *positions = work->positions + used;
    for (uint64_t i = 0; i < count; i++) positions[i] = position_at(field, (uint64_t)start + i);
    for (; far < field->fars && field->far_places[far] - (uint64_t)start < count; far++)
        positions[field->far_places[far] - (uint64_t)start] = field->far_positions[far];
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

/* The sum of the scores of what the cursors are at: all in one document, which is there. */
static double score_at(const text_field *field, const term_sequence *sequence, const standing *work) {
    double score = 0.0;
    for (size_t term = 0; term < sequence->terms; term++) {
        size_t at = work->cursors[term];
        score += score_of(field, at, field->postings[at], sequence->ranges[term].factor) * sequence->times[term];
    }
    return score;
}

static int64_t stand_in_each(const text_field *field, const term_sequence *sequence, standing *work,
                             const uint32_t *asked, size_t size, uint8_t *mask, double *scores) {
    for (size_t i = 0; i < size; i++) {
        int have = have_all(field, sequence, work, asked[i]);
        if (have < 0) break;
        if (!have) continue;
        if (asked[i] >= field->documents) return OUTSIDE;
        int found = together(field, sequence, work);
        if (found < 0) return found;
        if (!found) continue;
        mask[i] = 1;
        scores[i] = score_at(field, sequence, work);
    }
    return (int64_t)size;
}

/* Make room for a sequence; false where there is none. */
static int begin_standing(const text_field *field, const term_sequence *sequence, standing *work) {
    size_t *numbers = malloc((2 * sequence->terms + 1 + sequence->places) * sizeof *numbers);
    reading *last = calloc(sequence->terms, sizeof *last);
    *work = (standing){NULL, 0, numbers, NULL, NULL, last, position_count(field)};
    if (!numbers || !last) return 0;
    work->cursors = numbers + sequence->terms + 1;
    work->reached = work->cursors + sequence->terms;
    for (size_t term = 0; term < sequence->terms; term++) work->cursors[term] = sequence->ranges[term].first;
    return 1;
}

static void end_standing(standing *work) {
    free(work->positions);
    free(work->starts);
    free(work->last);
}

int64_t stand_together(const text_field *field, const term_sequence *sequence, const uint32_t *asked, size_t size,
                       uint8_t *mask, double *scores) {
    standing work;
    memset(mask, 0, size);
    memset(scores, 0, size * sizeof *scores);
    int64_t done = NO_MEMORY;
    if (begin_standing(field, sequence, &work))
        done = stand_in_each(field, sequence, &work, asked, size, mask, scores);
    end_standing(&work);
    return done;
}

/* A document that the two rarest terms have: their postings, and where the positions of each begin. */
typedef struct {
    size_t posting[2];
    uint64_t start[2];
} pair;

/* Two lists that are read side by side: the next posting of each, and where its positions begin. */
typedef struct {
    size_t at[2], end[2];
    uint64_t start[2];
} side_by_side;

/* The next documents that are in both lists, PAIRS at most; returns how many. A step reads one entry and has no
   branch: which list is behind cannot be foretold. */
static size_t next_pairs(const uint32_t *postings, side_by_side *lists, pair *pairs) {
    size_t i = lists->at[0], j = lists->at[1], n = 0;
    uint64_t first = lists->start[0], second = lists->start[1];
    while (n < PAIRS && i < lists->end[0] && j < lists->end[1]) {
        uint32_t a = postings[i], b = postings[j], one = a >> FREQUENCY_BITS, other = b >> FREQUENCY_BITS;
        pairs[n] = (pair){{i, j}, {first, second}};
        n += one == other;
        uint32_t behind = one <= other, ahead = other <= one;
        first += a & MOST_FREQUENCY & (0 - behind);
        second += b & MOST_FREQUENCY & (0 - ahead);
        i += behind;
        j += ahead;
    }
    *lists = (side_by_side){{i, j}, {lists->end[0], lists->end[1]}, {first, second}};
    return n;
}

/* Move the cursors of the third term and those after it to a document; as have_all. */
static int have_others(const text_field *field, const term_sequence *sequence, standing *work, uint32_t document) {
    for (size_t term = 2; term < sequence->terms; term++) {
        size_t end = sequence->ranges[term].end;
        size_t at = work->cursors[term] = seek(field->postings, work->cursors[term], end, document);
        if (at >= end) return -1;
        if (field->postings[at] >> FREQUENCY_BITS != document) return 0;
    }
    return 1;
}

/* Has a term's list postings whose frequency is told elsewhere? */
static int has_long(const text_field *field, posting_range range) {
    size_t at = lower_bound(field->long_places, field->longs, range.first);
    return at < field->longs && field->long_places[at] < range.end;
}

/* Is it worth reading both lists from end to end: is neither much longer, and are frequencies where they are? */
static int are_alike(const text_field *field, const term_sequence *sequence) {
    if (sequence->terms < 2) return 0;
    posting_range rarest = sequence->ranges[0], next = sequence->ranges[1];
    return (next.end - next.first) / ALIKE <= rarest.end - rarest.first && !has_long(field, rarest) &&
           !has_long(field, next);
}

/* For each of two terms the first place in `far_places` that is not before where it was last read. */
typedef struct {
    size_t at[2];
} far_cursors;

/* Are all positions of a term in a document where its others are, and do they exist? */
static inline int all_near(const text_field *field, size_t *far, uint64_t start, uint64_t count, uint64_t all) {
    while (*far < field->fars && field->far_places[*far] < start) ++*far;
    return (*far == field->fars || field->far_places[*far] >= start + count) && start <= all && count <= all - start;
}

/* For a sequence of two terms, the first right before the other: 1 where they stand so in a document that both
   have, 0 where not, −1 where that is to be asked of `together`. Most of these texts have either word once or
   twice: what takes its time is everything else that `together` does. */
static int follows(const text_field *field, const term_sequence *sequence, const pair *both, far_cursors *far,
                   uint64_t all) {
    uint64_t counts[2];
    for (int term = 0; term < 2; term++) {
        counts[term] = field->postings[both->posting[term]] & MOST_FREQUENCY;
        if (!all_near(field, &far->at[term], both->start[term], counts[term], all)) return -1;
    }
    uint32_t leading = sequence->sequence[0], other = sequence->sequence[1];
    uint32_t stand = 0;
    for (uint64_t i = 0; i < counts[leading]; i++) {
        uint32_t wanted = position_at(field, both->start[leading] + i) + 1;
        for (uint64_t j = 0; j < counts[other]; j++) stand |= position_at(field, both->start[other] + j) == wanted;
    }
    return (int)stand;
}

/* Whether the terms stand together in a document that all have; of the first two it is known where. */
static int stand_in(const text_field *field, const term_sequence *sequence, standing *work, const pair *both) {
    for (int term = 0; term < 2; term++) {
        work->cursors[term] = work->last[term].posting = both->posting[term];
        work->last[term].start = both->start[term];
    }
    return together(field, sequence, work);
}

static int64_t find_side_by_side(const text_field *field, const term_sequence *sequence, standing *work,
                                 uint32_t *documents, double *scores) {
    side_by_side lists;
    for (int term = 0; term < 2; term++) {
        posting_range range = sequence->ranges[term];
        int64_t start = range.first < range.end ? position_start(field, range.first, 0, work->all, &work->last[term]) : 0;
        if (start < 0) return start;
        lists.at[term] = range.first;
        lists.end[term] = range.end;
        lists.start[term] = (uint64_t)start;
    }
    int quick = sequence->terms == 2 && sequence->places == 2 && sequence->slop < 0;
    far_cursors far;
    for (int term = 0; term < 2; term++) far.at[term] = lower_bound(field->far_places, field->fars, lists.start[term]);
    pair pairs[PAIRS + 1];
    size_t found = 0, number;
    while ((number = next_pairs(field->postings, &lists, pairs)))
        for (size_t i = 0; i < number; i++) {
            uint32_t document = field->postings[pairs[i].posting[0]] >> FREQUENCY_BITS;
            int have = have_others(field, sequence, work, document);
            if (have < 0) return (int64_t)found;
            if (!have) continue;
            if (document >= field->documents) return OUTSIDE;
            int stand = quick ? follows(field, sequence, &pairs[i], &far, work->all) : -1;
            if (stand) stand = stand_in(field, sequence, work, &pairs[i]);
            if (stand < 0) return stand;
            if (!stand) continue;
            documents[found] = document;
            scores[found++] = score_at(field, sequence, work);
        }
    return (int64_t)found;
}

/* The same for any lists: what is looked for are the documents of the rarest term. */
static int64_t find_one_by_one(const text_field *field, const term_sequence *sequence, standing *work,
                               uint32_t *documents, double *scores) {
    size_t found = 0;
    for (size_t at = sequence->ranges[0].first; at < sequence->ranges[0].end; at++) {
        uint32_t document = field->postings[at] >> FREQUENCY_BITS;
        int have = have_all(field, sequence, work, document);
        if (have < 0) break;
        if (!have) continue;
        if (document >= field->documents) return OUTSIDE;
        int stand = together(field, sequence, work);
        if (stand < 0) return stand;
        if (!stand) continue;
        documents[found] = document;
        scores[found++] = score_at(field, sequence, work);
    }
    return (int64_t)found;
}

int64_t find_together(const text_field *field, const term_sequence *sequence, uint32_t *documents, double *scores) {
    standing work;
    int64_t done = NO_MEMORY;
    if (begin_standing(field, sequence, &work))
        done = are_alike(field, sequence) ? find_side_by_side(field, sequence, &work, documents, scores)
                                          : find_one_by_one(field, sequence, &work, documents, scores);
    end_standing(&work);
    return done;
}
