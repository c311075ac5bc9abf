/* The inner loops of a search over the arrays of a segment, without Python: what each takes, does and promises.

   Why C: a search for a common word visits every posting of it, a facet every value of every match. numpy
   needs a pass and a temporary array for each step of that; here each list is read once. The numpy kernel
   (searcher/kernel_numpy.py) is the specification: same documents, same order, same floats to the last bit,
   which is why sums are made in the order of its sums and products are never fused with additions
   (-ffp-contract=off).

   Nothing here trusts a file. Whoever wrote it, with whatever checksums: every number that becomes an index is
   compared with the length of what it indexes, immediately before, on a value that is read once. What does not
   fit ends the loop with a negative error. That lists ascend is not checked: a list that does not gives
   a wrong answer of the right shape, or NOT_ASCENDING where that would have been an index.

   A posting is document << 8 | frequency, a frequency of 255 or more being kept aside in `long_places`
   (which posting) and `long_counts`. The BM25 of a posting but for idf and weight is
   table[frequency << 8 | length byte of the document], 65,536 doubles.

   Complexities: P postings, D documents asked about, both ascending, V values.
       score_postings     P                 contains, judge_postings, keep_having   min(P, D) log(max / min),
                                            or of postings P + D and a window of 16,384 where lists are alike
       stand_together     as judge + the positions of what has all terms, 64 frequencies each at most
       find_together      P of the two rarest, or as stand_together for the rarest
       merge              P, and a window of 16,384 documents where any list has one
       unite              P + size / 64     best   D + wanted log wanted     count_*   V, D
   Memory: what is passed in, and what `merge`, `unite`, `best`, `without`, those of phrases and those that ask which
   documents have a term allocate for themselves.
   No function keeps state: any number of threads may run them over the same arrays. */
#ifndef KLIPING_LOOPS_H
#define KLIPING_LOOPS_H

#include <stddef.h>
#include <stdint.h>

enum { OUTSIDE = -1, NOT_ASCENDING = -2, NO_MEMORY = -3 };
enum { SCORES = 1 << 16, FREQUENCY_BITS = 8, MOST_FREQUENCY = 255, CHECKPOINT = 64 };

/* A text field of a segment; see index/codec_segment.py. Positions are `width` bits each, four in width / 2
   bytes and eight bytes of padding behind the last. */
typedef struct {
    const uint32_t *postings;
    size_t size;
    const uint8_t *lengths;
    size_t documents;
    const uint64_t *long_places;
    const uint32_t *long_counts;
    size_t longs;
    const uint8_t *positions;
    size_t position_bytes;
    unsigned width;
    const uint64_t *checkpoints;
    size_t checkpoint_count;
    const uint64_t *far_places;
    const uint32_t *far_positions;
    size_t fars;
    const double *table; /* SCORES of them */
} text_field;

/* The postings first … end − 1 of a text field, which is one term, and what their BM25 is multiplied with. */
typedef struct {
    size_t first, end;
    double factor;
} posting_range;

/* Documents, ascending, with a score each; or postings of a field, which are scored and multiplied by a factor. */
typedef struct {
    const uint32_t *documents;
    const double *scores;
    size_t size;
    const text_field *field; /* NULL for documents */
    double factor;
} found_list;

/* Terms that are to stand together: `terms` distinct ones, the rarest first, each `times` in the sequence;
   `sequence[k]` is the term at place k. With `slop` >= 0 they may stand in any order with the last at most
   that many positions behind the first. */
typedef struct {
    const posting_range *ranges;
    const double *times;
    size_t terms;
    const uint32_t *sequence;
    size_t places;
    int64_t slop;
} term_sequence;

/* Every posting of a range: its document and score, end − first of each. */
int64_t score_postings(const text_field *field, posting_range range, uint32_t *documents, double *scores);

/* Of each document asked about whether it has a posting in the range (1 or 0), and the score (0.0). */
int64_t judge_postings(const text_field *field, posting_range range, const uint32_t *asked, size_t size,
                       uint8_t *mask, double *scores);

/* The documents of a list that have a posting in the range, with that score added to theirs; returns how many. */
int64_t keep_having(const text_field *field, posting_range range, const found_list *found, uint32_t *kept,
                    double *kept_scores);

/* Of each document asked about whether the terms stand together in it, and the sum of their scores. */
int64_t stand_together(const text_field *field, const term_sequence *sequence, const uint32_t *asked, size_t size,
                       uint8_t *mask, double *scores);

/* The documents where the terms stand together, with their scores; returns how many. There must be room for the
   postings of the rarest term. */
int64_t find_together(const text_field *field, const term_sequence *sequence, uint32_t *documents, double *scores);

/* Of each document asked about whether it is among `documents`. */
void contains(const uint32_t *documents, size_t number, const uint32_t *asked, size_t size, uint8_t *mask);

/* The documents that are in `minimum` or more of the lists, with the sums of their scores in the order of the
   lists; returns how many. There must be room for `size`, or for the entries of all lists if that is less. */
int64_t merge(const found_list *lists, size_t number, uint32_t minimum, size_t size, uint32_t *documents,
              double *scores);

/* The distinct documents of all lists, ascending, each entry being document << shift | anything; returns how
   many. There must be room for `size`, or for the entries of all lists if that is less. */
int64_t unite(const uint32_t *const *lists, const size_t *sizes, size_t number, unsigned shift, size_t size,
              uint32_t *documents);

/* The documents whose `mask[i]` is set, with scores[i] + more[i] (`more` may be NULL); returns how many. */
size_t keep(const uint8_t *mask, const uint32_t *documents, const double *scores, const double *more, size_t size,
            uint32_t *kept, double *kept_scores);

/* The documents for which `wanted[document]` is set, with their scores, unless these are NULL; returns how many. */
int64_t choose(const uint8_t *wanted, size_t number, const uint32_t *documents, const double *scores, size_t size,
               uint32_t *kept, double *kept_scores);

/* Documents with a day: by document, first … last, and day 0 if `undated`. */
typedef struct {
    const int32_t *days;
    size_t number;
    int32_t first, last;
    int undated;
} period;

/* The documents that are in a period; returns how many. */
int64_t in_days(const period *within, const uint32_t *documents, size_t size, uint32_t *kept);

/* The places in `documents` of the `wanted` best, in order: the highest score rounded to nine decimals, then
   the lowest rank; without scores the lowest rank. Returns how many. `ranks` are by document. */
int64_t best(const uint32_t *documents, const double *scores, size_t size, const uint32_t *ranks, size_t number,
             size_t wanted, int64_t *places);

/* The documents for which `live[document]` is set but for those of a list; returns how many. There must be room
   for `number`. */
int64_t without(const uint8_t *live, size_t number, const uint32_t *documents, size_t size, uint32_t *others);

/* counts[numbers[d]] += 1 for each document d asked about. */
int64_t count_numbers(const uint32_t *numbers, size_t documents, const uint32_t *asked, size_t size,
                      int64_t *counts, size_t counts_size);

/* The `wanted` values with most counts, ties by the lowest value, without those of 0, in order; returns how many,
   and in `present` how many values have any. */
int64_t leading(const int64_t *counts, size_t size, size_t wanted, int64_t *values, size_t *present);

/* The place of the first term that is not before `wanted`; terms are cut by `starts`, one more than `size`. */
int64_t find_term(const uint8_t *terms, size_t bytes, const uint64_t *starts, size_t size, const uint8_t *wanted,
                  size_t length);

/* Terms, ascending, cut by `starts` (one more than `size`), and where the place of each is written. */
typedef struct {
    const uint8_t *terms;
    size_t bytes;
    const uint64_t *starts;
    size_t size;
    uint32_t *ranks;
} term_list;

/* The place of each term in the order of those of all lists, equal ones in the order of the lists; returns how
   many there are. A comparison a list and term. */
int64_t rank_terms(const term_list *lists, size_t number);

#endif
