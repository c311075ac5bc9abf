/* What observers look for in a text: capitalised names as rows of a table, the words beside a span, and the lines
   at its edges.

   A text is its code points, and what each of them is: a class of `word_classes` (index/splitting.py). The
   specification is in Python: `named_rows` of index/dates_names.py, `word_before` and `word_after` of
   index/names_votes.py, `edge_keys` of index/boilerplate_edges.py. Nothing is read outside the text. */
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

/* To be called once, before any sum is asked for. */
void fill_sums(void);

/* Find the next name from `*place` on, and go behind it; false at the end of the text. */
int next_name(const observed_text *text, size_t *place, text_name *found);

/* The word before a place and the one after a place in the text; empty where none is. */
text_span word_before(const observed_text *text, size_t place);
text_span word_after(const observed_text *text, size_t place);

/* Lines at the edges that are not blank, in order: so many from either side. */
enum { HEAD_LINES = 2, FOOT_LINES = 5 };
size_t edge_lines(const observed_text *text, text_span lines[HEAD_LINES + FOOT_LINES]);

/* Two sums as zlib has them, CRC-32 and Adler-32, and a line added to them: its small letters in UTF-8, one blank
   for several, none at its ends; false where it has other letters than plain ones. */
typedef struct {
    uint32_t crc, adler;
} line_sums;
int sum_line(const observed_text *text, text_span line, line_sums *sums);

#endif
