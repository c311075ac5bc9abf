/* Which documents have a term; see loops.h for what each function does, takes and promises. */
#include "loops.h"
#include "postings.h"

#include <stdlib.h>
#include <string.h>

/* Lists of which the longer has at most so many times as many entries are compared through a table of how often each
   document of a WINDOW has the term, which fits the first cache: an entry takes 1 ns, as nothing in it has to be
   foretold, and looking for a document in a list 10 to 15. Documents are asked about in pieces of so many. */
enum { ALIKE = 32, WINDOW = 1 << 14, PIECE = 1 << 10 };

/* What is asked of one term, by documents that ascend. */
typedef struct {
    const uint32_t *postings;
    size_t next, end; /* the postings that have not been passed */
    int by_posting;   /* they are fewer than the documents */
    uint8_t *table;   /* NULL where lists are not alike; of each document of the window what is told of it */
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
    size_t stop = work->base + WINDOW <= UINT32_MAX >> FREQUENCY_BITS
                      ? seek(work->postings, work->next, work->end, work->base + WINDOW)
                      : work->end;
    const uint32_t *postings = work->postings;
    uint8_t *restrict table = memset(work->table, 0, WINDOW * sizeof *work->table);
    for (size_t i = work->next; i < stop; i++) table[(postings[i] >> FREQUENCY_BITS) % WINDOW] = (uint8_t)postings[i];
    work->next = stop;
}

static void ask_table(asking *work, const uint32_t *asked, size_t size, uint8_t *restrict told) {
    for (size_t i = 0; i < size;) {
        if (asked[i] / WINDOW * WINDOW != work->base) read_window(work, asked[i]);
        const uint8_t *restrict table = work->table;
        for (uint32_t base = work->base; i < size && asked[i] / WINDOW * WINDOW == base; i++)
            told[i] = table[asked[i] % WINDOW];
    }
}

static void ask_list(asking *work, const uint32_t *asked, size_t size, uint8_t *told) {
    memset(told, 0, size * sizeof *told);
    for (size_t i = 0; i < size && work->next < work->end;) {
        if (work->by_posting)
            i = gallop(asked, i, size, work->postings[work->next] >> FREQUENCY_BITS);
        else
            work->next = seek(work->postings, work->next, work->end, asked[i]);
        if (i >= size || work->next >= work->end) break;
        uint32_t entry = work->postings[work->next];
        if (entry >> FREQUENCY_BITS == asked[i]) told[i] = (uint8_t)entry;
        if (work->by_posting)
            work->next++;
        else
            i++;
    }
}

/* Of each of at most PIECE documents the frequency in its posting, 0 where it has none: none has a frequency of 0. */
static void ask(asking *work, const uint32_t *asked, size_t size, uint8_t *told) {
    if (work->table)
        ask_table(work, asked, size, told);
    else
        ask_list(work, asked, size, told);
}

/* The score of a document that is there and has the term, by what was told of it. */
static inline double told_score(const text_field *field, posting_range range, uint32_t document, unsigned told) {
    if (told == MOST_FREQUENCY) { /* how often it is may be told of the posting */
        size_t posting = seek(field->postings, range.first, range.end, document);
        uint32_t entry = posting < range.end ? field->postings[posting] : 0;
        if (posting >= range.end || entry >> FREQUENCY_BITS != document) return 0.0; /* lists that do not ascend */
        return score_of(field, posting, entry, range.factor);
    }
    return field->table[told << FREQUENCY_BITS | field->lengths[document]] * range.factor;
}

int64_t judge_postings(const text_field *field, posting_range range, const uint32_t *asked, size_t size,
                       uint8_t *mask, double *scores) {
    uint8_t told[PIECE];
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
            scores[i] = there && own ? told_score(field, range, asked[i], own) : 0.0;
        }
    }
    free(work.table);
    return done;
}

int64_t keep_having(const text_field *field, posting_range range, const found_list *found, uint32_t *kept,
                    double *kept_scores) {
    uint8_t told[PIECE];
    uint16_t having[PIECE];
    asking work;
    if (!begin_asking(field, range, found->size, &work)) return NO_MEMORY;
    int64_t number = 0;
    for (size_t first = 0; first < found->size && number >= 0; first += PIECE) {
        size_t size = found->size - first < PIECE ? found->size - first : PIECE, some = 0;
        ask(&work, found->documents + first, size, told);
        for (size_t i = 0; i < size; i++) {
            having[some] = (uint16_t)i; /* without a branch: which have it cannot be foretold */
            some += told[i] != 0;
        }
        for (size_t i = 0; i < some; i++) {
            size_t at = first + having[i];
            uint32_t document = found->documents[at];
            if (document >= field->documents) {
                number = OUTSIDE;
                break;
            }
            kept[number] = document;
            kept_scores[number++] = found->scores[at] + told_score(field, range, document, told[having[i]]);
        }
    }
    free(work.table);
    return number;
}
