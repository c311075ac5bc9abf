/* The words of a text and what is between them: found in one pass, and each looked up in a memory of words.

   A word is letters and digits, then an apostrophe with letters behind it as often as there is one, then perhaps
   the end of a web address: the pattern WORD of index/splitting.py, which is the specification. What each code
   point is Python says: of the first ones beforehand, of others when one is met, with those of its page. */
#ifndef KLIPING_SPLITTING_H
#define KLIPING_SPLITTING_H

#include <stddef.h>
#include <stdint.h>

enum { IN_WORD = 1, BEHIND_APOSTROPHE = 2, APOSTROPHE = 4, UNDERSCORE = 8 };
/* What else is told of it, for whoever looks at what is between words: a blank, a capital, a small letter, what
   may end a sentence. */
enum { BLANK = 16, CAPITAL_LETTER = 32, SMALL_LETTER = 64, SENTENCE_END = 128 };

enum { PAGE = 256, PAGES = 0x110000 / PAGE };

typedef struct {
    const uint8_t *near; /* of the first `known` code points */
    size_t known;
    uint8_t *far[PAGES]; /* of those beyond, by pages; NULL where nothing is known yet */
} letter_classes;

/* The class of a code point, −1 where nothing is known of it. */
static inline int class_of_point(const letter_classes *classes, size_t point) {
    if (point < classes->known) return classes->near[point];
    return point < 0x110000 && classes->far[point / PAGE] ? classes->far[point / PAGE][point % PAGE] : -1;
}

/* The code point at a byte of a text in UTF-8, and how many bytes it takes: no more than are left. */
static inline size_t point_at(const uint8_t *at, size_t left, size_t *bytes) {
    size_t point = *at, more = point < 0xc0 ? 0 : point < 0xe0 ? 1 : point < 0xf0 ? 2 : 3;
    if (more >= left) more = left - 1;
    if (more) point &= 0x3fu >> more;
    for (size_t i = 1; i <= more; i++) point = point << 6 | (at[i] & 0x3f);
    *bytes = 1 + more;
    return point;
}

typedef struct {
    const letter_classes *classes;
    const uint8_t *bytes; /* UTF-8, valid */
    size_t size, place;   /* how far it is read, in bytes */
    size_t points;        /* the same in code points */
    int strange;          /* an underscore or a word right behind a word was met */
    size_t unknown;       /* the code point that was met of which nothing is known, 0: nothing found holds */
} split_reader;

/* A word with where it is, in bytes and in code points. */
typedef struct {
    size_t begin, end, first, last;
} split_word;

/* Find the next word; false at the end of the text or before an unknown code point. */
int next_word(split_reader *text, split_word *found);

#endif
