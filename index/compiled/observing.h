/* What observers look for in a text: capitalised names as rows of a table, and the words beside a span.

   A text is its code points, and what each of them is: a class of `word_classes` (index/splitting.py). The
   specification is in Python: `named_rows` of index/dates_names.py, `word_before` and `word_after` of
   index/names_votes.py. Nothing is read outside the text. */
#ifndef KLIPING_OBSERVING_H
#define KLIPING_OBSERVING_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    const uint32_t *points;
    size_t size;
    const uint8_t *classes; /* of the first code points */
    size_t known;           /* how many */
} observed_text;

typedef struct {
    size_t begin, end;
} text_span;

/* A name, and the checksum (CRC-32) of its small letters in UTF-8 where it is `plain`: of Latin letters without
   marks, digits and apostrophes. */
typedef struct {
    text_span at;
    int plain;
    uint32_t sum;
} text_name;

/* Whether of all code points of a text it is known what they are. */
int is_known(const observed_text *text);

/* Find the next name from `*place` on, and go behind it; false at the end of the text. */
int next_name(const observed_text *text, size_t *place, text_name *found);

/* The word before a place and the one after a place in the text; empty where none is. */
text_span word_before(const observed_text *text, size_t place);
text_span word_after(const observed_text *text, size_t place);

#endif
