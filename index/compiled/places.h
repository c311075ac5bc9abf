/* Where in a text something may be: the ends of its sentences, quotations, numbers that may begin a date, and words or
   phrases that are looked for. Found in one pass over code points.

   index/lang/sentences.py is the specification of the sentences, index/places.py and index/quotes.py of the rest. What each code point
   is, tables say: Python makes one when it is first asked for. */
#ifndef KLIPING_PLACES_H
#define KLIPING_PLACES_H

#include "sentences.h"

#include <stddef.h>
#include <stdint.h>

/* Beside those of sentences.h. */
enum { STOP = 64, LINE_BREAK = 128 };

/* A text and the class of each of its code points; behind the last one stands a 0 in both. */
typedef struct {
    const uint32_t *points;
    const uint8_t *classes;
    size_t size;
} placed_text;

/* A phrase to look for, as it is written or, where `folded`, in any case of its Latin letters. */
typedef struct {
    const uint32_t *points;
    uint32_t size, next; /* the number of the next one of the same bucket, or NO_PHRASE */
    int folded;
} phrase;

enum { BUCKET_BITS = 12, BUCKETS = 1 << BUCKET_BITS, BUCKET_LETTERS = 4 };
#define NO_PHRASE UINT32_MAX

/* Phrases by their first four letters, and those that have fewer; numbers of the first, or NO_PHRASE. Of the brief
   ones a bit tells for each of their first letters, in any case of Latin ones, that one may begin so. */
typedef struct {
    const phrase *all;
    uint32_t first[BUCKETS], brief, brief_letters;
} phrase_table;

/* A filter of words in any case: abbreviations, about which Python is not asked in vain. */
enum { FILTER_BITS = 16, FILTER_BYTES = 1 << (FILTER_BITS - 3) };

/* Put down where to look: where a word or phrase may begin and, if `signs` too, wherever is neither a letter nor plain
   space. Returns how many places that are. No step depends on what was met, so none is guessed wrong. `looked_at` and
   `places` have room for one more than the text has; so many of the first are written, 1 for a place that counts. */
size_t gather(const placed_text *text, int signs, uint8_t *looked_at, uint32_t *places);

/* Where the first is that is of no such class. */
static inline size_t skip(const placed_text *text, size_t place, unsigned class) {
    while (text->classes[place] & class) place++;
    return place;
}

/* The bucket of phrases that begin with these BUCKET_LETTERS, in any case of Latin ones. */
static inline uint32_t bucket_of(const uint32_t *points) {
    uint32_t letters = (points[0] & 31) << 15 | (points[1] & 31) << 10 | (points[2] & 31) << 5 | (points[3] & 31);
    return letters * 0x9e3779b1u >> (32 - BUCKET_BITS);
}

static inline uint32_t small(uint32_t point) { return point - 'A' < 26 ? point + 32 : point; }

/* Make a table empty. */
void clear_phrases(phrase_table *table);

/* Put a phrase, by its number in `all`, before those of its bucket. */
void add_phrase(phrase_table *table, phrase *all, uint32_t number);

/* The number of the first phrase that may stand at a place, or NO_PHRASE; those of few letters are apart. */
static inline uint32_t first_phrase(const placed_text *text, const phrase_table *table, size_t place) {
    return place + BUCKET_LETTERS <= text->size ? table->first[bucket_of(text->points + place)] : NO_PHRASE;
}

static inline uint32_t first_brief(const placed_text *text, const phrase_table *table, size_t place) {
    return table->brief_letters >> (text->points[place] & 31) & 1 ? table->brief : NO_PHRASE;
}

/* The next phrase, from this number of its bucket on, that stands at a place as a word of its own, or NO_PHRASE. */
uint32_t phrase_at(const placed_text *text, const phrase_table *table, size_t place, uint32_t number);

/* The first three letters, small, of a word that may follow the first number of a date. */
typedef struct {
    uint32_t letters[3];
} follower;

/* Whether a number that begins here may be the first of a date. */
int may_be_date(const placed_text *text, size_t place, const follower *followers, size_t count);

/* What is quoted, and what is behind the marks that close it. */
typedef struct {
    size_t start, end, behind;
} quotation;

/* Whether a quotation opens with the mark at a place, and which; what is not one is put down, too. */
int quotation_at(const placed_text *text, size_t place, quotation *found);

/* Whether a word may be one of those that were added to a filter; surely not where it says no. */
int may_be_listed(const uint8_t *filter, const uint32_t *points, size_t size);

/* Add a word to a filter. */
void list_word(uint8_t *filter, const uint32_t *points, size_t size);

#endif
