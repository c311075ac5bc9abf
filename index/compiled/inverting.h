/* Numbers of chunks → postings: the loops of a write, without Python: what each takes, does and promises.

   numpy sorts all tokens of a field; but they come document by document, so putting each behind those of its
   term that came before is a sort already, and costs a pass. index/codec_kernel_numpy.py is the specification:
   the same arrays to the last byte.

   Lengths of arrays are the caller's promise. Every number that becomes an index is compared with the length of
   what it indexes: a wrong one ends the loop with OUTSIDE. No function keeps state. */
#ifndef KLIPING_INVERTING_H
#define KLIPING_INVERTING_H

#include <stddef.h>
#include <stdint.h>

enum { OUTSIDE = -1, NO_MEMORY = -2 };
enum { COUNT_BITS = 8, MOST_COUNT = 255, CHECKPOINT = 64, WIDTHS = 5, TOGETHER = 4, PADDING = 8 };

/* Texts of many documents: numbers of chunks, `counts[d]` of them for document d, of which only those with
   `live[d]` count. */
typedef struct {
    const uint32_t *chunks;
    size_t size;
    const uint32_t *counts;
    const uint8_t *live;
    size_t documents;
} chunk_texts;

/* What becomes of chunk c: terms[starts[c]] … terms[starts[c + 1] - 1], each so many `steps` behind the position
   of the chunk, which takes `advances[c]` positions. */
typedef struct {
    const uint32_t *starts, *advances;
    size_t chunks;
    const uint32_t *terms, *steps;
    size_t tokens;
} chunk_plans;

/* The postings of a field as they are stored, document << COUNT_BITS | how often, and the positions of all. */
typedef struct {
    uint64_t *starts; /* where the postings of each term begin, and behind the last */
    size_t terms;
    uint32_t *postings; /* room for each token */
    uint64_t *tokens; /* the same, for the loop itself; the positions, as uint32_t, are left where this begins */
    size_t room;
    uint64_t *long_places; /* which postings have a frequency of MOST_COUNT or more, room / MOST_COUNT + 1 */
    uint32_t *long_counts; /* and how often */
    size_t longs;
    uint64_t *checkpoints; /* how many positions lie before every 64th posting, room / CHECKPOINT + 1 */
} field_postings;

/* Add to tallies[c] how often chunk c stands in living documents; 0, or OUTSIDE where the numbers do not fit. */
int64_t tally_chunks(const chunk_texts *texts, uint64_t *tallies, size_t size);

/* Invert texts; `lengths` is the number of tokens of each living document. Returns the number of postings,
   those with a long frequency are counted in `longs`.
   Complexity: the tokens, twice; memory: what is passed in, and 8 to 16 bytes a chunk. */
int64_t invert(const chunk_texts *texts, const chunk_plans *plans, field_postings *field, uint32_t *lengths);

/* Join document and count of each posting into one number; which have too large a count goes to `long_places`,
   how many positions lie before every 64th to `checkpoints` (size / 64 + 1). Returns the number of long ones,
   OUTSIDE where there are more than there is room for. */
int64_t join_postings(const uint32_t *documents, const uint32_t *counts, size_t size, uint32_t *postings,
                      uint64_t *long_places, size_t room, uint64_t *checkpoints);

/* Count the numbers that are not below 2^8, 2^10 … 2^16. */
void count_above(const uint32_t *numbers, size_t size, uint64_t above[WIDTHS]);

/* Pack numbers of `width` bits each (index/codec_packing.py), modulo 2^width, and the way back. `packed` has
   size / 4, rounded up, times width / 2 bytes and PADDING. */
void pack_numbers(const uint32_t *numbers, size_t size, unsigned width, uint8_t *packed);
void unpack_numbers(const uint8_t *packed, unsigned width, uint32_t *numbers, size_t size);

#endif
