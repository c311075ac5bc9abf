/* The words of a text and what is between them: found in one pass, and each looked up in a memory of words.

   A word is letters and digits, then an apostrophe with letters behind it as often as there is one, then perhaps
   the end of a web address: the pattern WORD of index/splitting.py, which is the specification. What each code
   point is, `classes` says of those below `known`; a text with any other is left to Python. */
#ifndef KLIPING_SPLITTING_H
#define KLIPING_SPLITTING_H

#include <stddef.h>
#include <stdint.h>

enum { IN_WORD = 1, BEHIND_APOSTROPHE = 2, APOSTROPHE = 4, UNDERSCORE = 8 };
/* What else is told of it, for whoever looks at what is between words: a blank, a capital, a small letter, what
   may end a sentence. */
enum { BLANK = 16, CAPITAL_LETTER = 32, SMALL_LETTER = 64, SENTENCE_END = 128 };

typedef struct {
    const uint8_t *classes;
    size_t known;
    const uint8_t *bytes; /* UTF-8, valid */
    size_t size, place;   /* how far it is read, in bytes */
    size_t points;        /* the same in code points */
    int strange;          /* an underscore or a word right behind a word was met */
    int unknown;          /* a code point was met of which nothing is known: nothing found holds */
} split_reader;

/* A word with where it is, in bytes and in code points. */
typedef struct {
    size_t begin, end, first, last;
} split_word;

/* Find the next word; false at the end of the text or before an unknown code point. */
int next_word(split_reader *text, split_word *found);

#endif
