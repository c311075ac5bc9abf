/* Chunks of texts as numbers: what stands in a text, found and looked up in one pass, without Python.

   A chunk is letters, and joiners with letters behind them: L+ (J+ L+)*, each + taking all it can, as the pattern
   of index/lang/words.py has it. What is a letter, a joiner or (LETTER | JOINER) both, `classes` says of each code
   point below `known`; a text with any other is left to Python.

   Each chunk has its number, in the order in which they were first seen. It is looked up by a hash with a secret
   of this process, so that nobody writes texts whose chunks all collide. Memory: 8 to 16 bytes a chunk for the
   table, 8 for where it begins, and its letters. */
#ifndef KLIPING_WORDS_H
#define KLIPING_WORDS_H

#include <stddef.h>
#include <stdint.h>

enum { BETWEEN = 0, LETTER = 1, JOINER = 2 };
enum { NO_CHUNK = 0, CHUNK = 1, UNKNOWN_LETTER = 2 };

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
    uint64_t secret;
    uint64_t *slots; /* hash << 32 | number + 1; 0: free */
    size_t mask, count;
    uint8_t *bytes; /* the letters of all chunks, one after the other */
    size_t used, room;
    size_t *ends; /* where those of each chunk end */
    size_t most;  /* as many ends as there is room for */
} chunk_table;

/* Find the next chunk; CHUNK, NO_CHUNK at the end of the text, or UNKNOWN_LETTER. */
int next_chunk(text_reader *text, chunk_slice *found);

/* Return the number of a chunk, −1 where it is not known yet. */
int64_t find_chunk(const chunk_table *table, chunk_slice chunk, uint64_t hash);

/* Make a chunk known that is not; its number, or −1 where there is no memory for it or no number left. */
int64_t add_chunk(chunk_table *table, chunk_slice chunk, uint64_t hash);

uint64_t hash_chunk(const chunk_table *table, chunk_slice chunk);

void free_chunks(chunk_table *table);

#endif
