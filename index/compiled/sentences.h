/* Where sentences end, and in which a place of a text is: the compiled twin of index/lang/sentences.py, where
   the rules are told. The text is code points, as many as there are; of what is not ASCII a function is asked
   what kind it is, and another one which words are abbreviations. Sentences before the one that is asked for
   are looked at only as far as its beginning depends on them. */
#ifndef KLIPING_SENTENCES_H
#define KLIPING_SENTENCES_H

#include <stddef.h>
#include <stdint.h>

/* What Python's str.isspace, isalnum, islower, isupper, isdigit and isdecimal say of a code point. */
enum { SPACE = 1, ALNUM = 2, LOWER = 4, UPPER = 8, DIGIT = 16, DECIMAL = 32 };
/* What may follow an abbreviation in its sentence. */
enum { NO_ABBREVIATION = 0, A_NAME = 1, A_NUMBER = 2, EITHER = 3 };

typedef struct {
    const uint32_t *points;
    size_t size;
    void *with; /* for the functions */
    unsigned (*kind)(void *with, uint32_t point);
    int (*follows)(void *with, const uint32_t *word, size_t size);
} sentence_text;

typedef struct {
    size_t start, end;
} stretch;

unsigned kind_at(const sentence_text *text, size_t at);

/* Where the sentence that begins at `start` ends by the full stops at a place, 0 where it goes on; `behind` is past
   the quotes and brackets that close. at < size. */
size_t sentence_end(const sentence_text *text, size_t start, size_t at, size_t *behind);

/* The sentence in which a place is, with the space around it; `from` is where some sentence before it begins,
   or the end of one. from <= place < size. */
stretch sentence_around(const sentence_text *text, size_t from, size_t place);

/* A stretch without the space around it. */
stretch trimmed(const sentence_text *text, stretch whole);

#endif
