/* See excerpts.h. */
#include "excerpts.h"

#include <stdlib.h>

#include "loops.h"

/* See searcher/excerpts.py. */
enum { LONG = 320, REACH = 200, MANY_MARKS = 4 };

/* A sentence with the marks that begin in it. */
typedef struct {
    stretch sentence;
    const mark *marks;
    size_t size;
    uint64_t leaves; /* a bit each */
    int taken;
} marked;

static unsigned number_of(uint64_t leaves) {
    unsigned number = 0;
    for (; leaves; leaves &= leaves - 1) number++;
    return number;
}

/* The sentences in which marks begin; there is room for one a mark. */
static size_t mark_sentences(const sentence_text *text, const mark *marks, size_t size, marked *sentences) {
    size_t number = 0, reached = 0;
    for (size_t i = 0; i < size;) {
        stretch whole = sentence_around(text, reached, marks[i].start);
        marked *here = &sentences[number++];
        *here = (marked){.sentence = trimmed(text, whole), .marks = marks + i};
        reached = whole.end;
        do {
            here->leaves |= (uint64_t)1 << marks[i].leaf;
            here->size++;
        } while (++i < size && marks[i].start < here->sentence.end);
    }
    return number;
}

/* What shows most that is new, then most at all, then most often, then earlier. */
static size_t best_of(const marked *sentences, size_t size, uint64_t shown) {
    size_t best = size;
    uint64_t most = 0;
    for (size_t i = 0; i < size; i++) {
        if (sentences[i].taken) continue;
        uint64_t often = sentences[i].size < MANY_MARKS ? sentences[i].size : MANY_MARKS;
        uint64_t worth = (uint64_t)number_of(sentences[i].leaves & ~shown) << 16 |
                         (uint64_t)number_of(sentences[i].leaves) << 8 | often;
        if (worth > most) { /* each has a leaf, so that none is worth nothing */
            most = worth;
            best = i;
        }
    }
    return best;
}

static void take_best(marked *sentences, size_t size) {
    if (size < 2) {
        if (size) sentences[0].taken = 1;
        return;
    }
    uint64_t shown = 0;
    for (int chosen = 0; chosen < MOST_EXCERPTS; chosen++) {
        size_t best = best_of(sentences, size, shown);
        /* a third one must show something new */
        if (best == size || (chosen > 1 && !(sentences[best].leaves & ~shown))) return;
        sentences[best].taken = 1;
        shown |= sentences[best].leaves;
    }
}

/* Where the stretch of REACH characters begins that has the most marks. */
static size_t densest(const marked *here) {
    size_t most = 0, best = 0, behind = 0;
    for (size_t i = 0; i < here->size; i++) {
        while (behind < here->size && here->marks[behind].start < here->marks[i].start + REACH) behind++;
        if (behind - i > most) {
            most = behind - i;
            best = i;
        }
    }
    return here->marks[best].start;
}

static int is_word(const sentence_text *text, size_t at) { return (kind_at(text, at) & ALNUM) != 0; }

/* A sentence, or of a very long one the part with the most marks, cut between words. */
static stretch window(const sentence_text *text, const marked *here) {
    stretch whole = here->sentence, part = whole;
    if (whole.end - whole.start <= LONG) return whole;
    size_t dense = densest(here), before = (LONG - REACH) / 2;
    if (dense > whole.start + before) part.start = dense - before;
    if (part.end > part.start + LONG) part.end = part.start + LONG;
    part.start = part.end - whole.start > LONG ? part.end - LONG : whole.start;
    while (part.start > whole.start && is_word(text, part.start - 1)) part.start--;
    if (part.end < whole.end && is_word(text, part.end))
        while (part.end > part.start && is_word(text, part.end - 1)) part.end--;
    return part.end > part.start ? part : whole;
}

size_t merge_marks(const mark *marks, size_t size, stretch shown, stretch *spans) {
    size_t number = 0, reached = 0;
    for (size_t i = 0; i < size; i++) {
        const mark *at = &marks[i];
        if (at->start >= shown.end || at->end <= shown.start) continue;
        size_t start = at->start > shown.start ? at->start - shown.start : 0;
        size_t end = (at->end < shown.end ? at->end : shown.end) - shown.start;
        if (number && at->start < reached) {
            if (at->end > reached) spans[number - 1].end = end;
        } else {
            spans[number++] = (stretch){start, end};
        }
        if (at->end > reached) reached = at->end;
    }
    return number;
}

int choose_excerpts(const sentence_text *text, const mark *marks, size_t size, excerpt *found, stretch *hits) {
    marked *sentences = calloc(size + 1, sizeof *sentences);
    if (!sentences) return NO_MEMORY;
    size_t number = mark_sentences(text, marks, size, sentences);
    int chosen = 0;
    take_best(sentences, number);
    for (size_t i = 0; i < number; i++) {
        if (!sentences[i].taken) continue;
        excerpt *here = &found[chosen++];
        *here = (excerpt){window(text, &sentences[i]), sentences[i].marks, sentences[i].size, 0};
        here->hits = merge_marks(here->marks, here->size, here->shown, hits);
        hits += here->hits;
    }
    free(sentences);
    return chosen;
}
