/* Chunks of texts as numbers: what stands in a text, found and looked up in one pass, without Python.

   A chunk is letters, and joiners with letters behind them: L+ (J+ L+)*, each + taking all it can, as the pattern
   of index/lang/words.py has it. What is a letter, a joiner or (LETTER | JOINER) both, `classes` says of each code
   point below `known`; a text with any other is left to Python.

   Each chunk has its number, in the order in which they were first seen. It is looked up by a hash with a secret
   of this process, so that nobody writes texts whose chunks all collide. One of up to sixteen bytes, as nearly
   all are, stands in its slot of the table: a look-up then touches one line of memory. Memory: 36 to 72 bytes a
   chunk for the table, 8 for where it ends, and its letters. */
#ifndef KLIPING_WORDS_H
#define KLIPING_WORDS_H

#include <stddef.h>
#include <stdint.h>

enum { BETWEEN = 0, LETTER = 1, JOINER = 2 };
enum { NO_CHUNK = 0, CHUNK = 1, UNKNOWN_LETTER = 2, NO_ROOM = 3 };
enum { AT_ONCE = 64, INLINE = 16 };

typedef struct {
    const uint8_t *classes;
    size_t known;
    const uint8_t *bytes; /* UTF-8, valid */
    size_t size, place;   /* how far it is read */
} text_reader;

/* A chunk as a slice of the text it stands in. */
typedef struct {
    const uint8_t *bytes;
    size_t size;
} chunk_slice;

typedef struct {
    uint64_t first, last; /* the letters of a chunk of up to INLINE bytes, the hash of a longer one */
    uint32_t size; /* of the chunk, in bytes; UINT32_MAX stands for that and more */
    uint32_t number_and_one; /* 0: free */
} chunk_slot;

typedef struct {
    uint64_t secret;
    chunk_slot *slots;
    size_t mask, count;
    uint8_t *bytes; /* the letters of all chunks, one after the other */
    size_t used, room;
    size_t *ends; /* where those of each chunk end */
    size_t most;  /* as many ends as there is room for */
} chunk_table;

/* Find the next chunk; CHUNK, NO_CHUNK at the end of the text, or UNKNOWN_LETTER. */
int next_chunk(text_reader *text, chunk_slice *found);

/* Find up to AT_ONCE chunks and their numbers, made known if need be; `size` is how many were found.

   CHUNK where there may be more of them, NO_CHUNK, UNKNOWN_LETTER as above, or NO_ROOM. All are hashed before
   the first is looked up, so that their slots are on their way from memory meanwhile. */
int number_chunks(chunk_table *table, text_reader *text, uint32_t *numbers, size_t *size);

/* What a chunk is looked up by: what its slot holds, and where that would be. */
typedef struct {
    uint64_t first, last, hash;
    uint32_t size;
} chunk_key;

/* Return the key of a chunk, and have its slot on its way from memory. */
chunk_key expect_chunk(const chunk_table *table, chunk_slice chunk);

/* Return the number of a chunk that was expected, −1 where it is not known. */
int64_t find_expected(const chunk_table *table, chunk_slice chunk, chunk_key key);

/* Return the number of a chunk, −1 where it is not known. */
int64_t find_chunk(const chunk_table *table, chunk_slice chunk);

/* Return the number of a chunk, made known if need be; −1 where there is no memory for it or no number left. */
int64_t number_chunk(chunk_table *table, chunk_slice chunk);

/* Return the chunk of a number below `count`. */
chunk_slice chunk_of(const chunk_table *table, size_t number);

void free_chunks(chunk_table *table);

#endif
