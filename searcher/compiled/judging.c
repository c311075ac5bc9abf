/* Which documents have a term; see loops.h for what each function does, takes and promises. */
#include "loops.h"
#include "postings.h"

#include <stdlib.h>
#include <string.h>

/* Lists of which the longer has at most so many times as many entries are compared through a table of how often each
   document of a WINDOW has the term, which fits the second cache: an entry takes 1 ns, as nothing in it has to be
   foretold, and looking for a document in a list some 20. Documents are asked about in pieces of so many. */
enum { ALIKE = 32, WINDOW = 1 << 15, PIECE = 1 << 10 };

/* What is asked of one term, by documents that ascend. */
typedef struct {
    const uint32_t *postings;
    size_t next, end; /* the postings that have not been passed */
    int by_posting;   /* they are fewer than the documents */
    uint16_t *table;  /* NULL where lists are not alike; of each document of the window what is told of it */
    uint32_t base;    /* where the window begins; WINDOW - 1 where there is none */
} asking;

static int begin_asking(const text_field *field, posting_range range, size_t size, asking *work) {
    size_t number = range.end - range.first;
    *work = (asking){field->postings, range.first, range.end, number < size, NULL, WINDOW - 1};
    if (!size || !number || number / ALIKE > size || size / ALIKE > number) return 1;
    work->table = malloc(WINDOW * sizeof *work->table);
    return work->table != NULL;
}

/* Read the postings of the window that a document is in. */
static void read_window(asking *work, uint32_t document) {
    work->base = document / WINDOW * WINDOW;
    work->next = seek(work->postings, work->next, work->end, work->base);
    memset(work->table, 0, WINDOW * sizeof *work->table);
    for (; work->next < work->end; work->next++) {
        uint32_t entry = work->postings[work->next], own = entry >> FREQUENCY_BITS;
        if (own >= work->base + WINDOW) break;
        work->table[own % WINDOW] = (uint16_t)((entry & MOST_FREQUENCY) + 1);
    }
}

static void ask_table(asking *work, const uint32_t *asked, size_t size, uint16_t *told) {
    for (size_t i = 0; i < size;) {
        if (asked[i] / WINDOW * WINDOW != work->base) read_window(work, asked[i]);
        for (; i < size && asked[i] / WINDOW * WINDOW == work->base; i++) told[i] = work->table[asked[i] % WINDOW];
    }
}

static void ask_list(asking *work, const uint32_t *asked, size_t size, uint16_t *told) {
    memset(told, 0, size * sizeof *told);
    for (size_t i = 0; i < size && work->next < work->end;) {
        if (work->by_posting)
            i = gallop(asked, i, size, work->postings[work->next] >> FREQUENCY_BITS);
        else
            work->next = seek(work->postings, work->next, work->end, asked[i]);
        if (i >= size || work->next >= work->end) break;
        uint32_t entry = work->postings[work->next];
        if (entry >> FREQUENCY_BITS == asked[i]) told[i] = (uint16_t)((entry & MOST_FREQUENCY) + 1);
        if (work->by_posting)
            work->next++;
        else
            i++;
    }
}

/* Of each of at most PIECE documents 1 + the frequency in its posting, 0 where it has none. */
static void ask(asking *work, const uint32_t *asked, size_t size, uint16_t *told) {
    if (work->table)
        ask_table(work, asked, size, told);
    else
        ask_list(work, asked, size, told);
}

/* The score of a document that is there, by what was told of it. */
static inline double told_score(const text_field *field, posting_range range, uint32_t document, unsigned told) {
    unsigned frequency = told - (told != 0);
    if (frequency == MOST_FREQUENCY) { /* how often it is may be told of the posting */
        size_t posting = seek(field->postings, range.first, range.end, document);
        return posting < range.end ? score_of(field, posting, field->postings[posting], range.factor) : 0.0;
    }
    double score = field->table[frequency << FREQUENCY_BITS | field->lengths[document]] * range.factor;
    return told ? score : 0.0;
}

int64_t judge_postings(const text_field *field, posting_range range, const uint32_t *asked, size_t size,
                       uint8_t *mask, double *scores) {
    uint16_t told[PIECE];
    asking work;
    if (!begin_asking(field, range, size, &work)) return NO_MEMORY;
    int64_t done = (int64_t)size;
    for (size_t first = 0; first < size && done >= 0; first += PIECE) {
        size_t end = size - first < PIECE ? size : first + PIECE;
        ask(&work, asked + first, end - first, told);
        for (size_t i = first; i < end; i++) {
            unsigned own = told[i - first];
            int there = asked[i] < field->documents;
            if (own && !there) done = OUTSIDE;
            mask[i] = own != 0;
            scores[i] = there ? told_score(field, range, asked[i], own) : 0.0;
        }
    }
    free(work.table);
    return done;
}

int64_t keep_having(const text_field *field, posting_range range, const found_list *found, uint32_t *kept,
                    double *kept_scores) {
    uint16_t told[PIECE];
    asking work;
    if (!begin_asking(field, range, found->size, &work)) return NO_MEMORY;
    int64_t number = 0;
    for (size_t first = 0; first < found->size && number >= 0; first += PIECE) {
        size_t end = found->size - first < PIECE ? found->size : first + PIECE;
        ask(&work, found->documents + first, end - first, told);
        for (size_t i = first; i < end; i++) {
            uint32_t document = found->documents[i];
            if (document >= field->documents) {
                if (!told[i - first]) continue;
                number = OUTSIDE;
                break;
            }
            kept[number] = document; /* without a branch: which are kept cannot be foretold */
            kept_scores[number] = found->scores[i] + told_score(field, range, document, told[i - first]);
            number += told[i - first] != 0;
        }
    }
    free(work.table);
    return number;
}
