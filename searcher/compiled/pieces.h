/* Where a text may hold what is looked for, without Python: the compiled twin of searcher/traces.py.

   A piece stands between spaces. It may hold what is looked for where it has a trace (small ASCII letters and
   figures), in it as it is or without the signs between its letters, or anything but ASCII and typographers'
   quotes and dashes, or a hyphen within a word. One pass over the text, one for the signs in it and one for each
   trace; the text is UTF-8 as Python has made it, and what is not is taken for signs. */
#ifndef KLIPING_PIECES_H
#define KLIPING_PIECES_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    const uint8_t *bytes;
    size_t size;
} byte_string;

/* A text that is gone through from piece to piece; `low`, `marked` and `squeezed` are its own, as long as it. */
typedef struct {
    byte_string text;
    int wide;          /* whether not all of it is ASCII */
    uint8_t *low;      /* letters small, figures, hyphens, each space ' ', all else 0 */
    uint8_t *marked;   /* 1 where a trace begins or something odd stands */
    uint8_t *squeezed; /* the letters and figures of one piece */
    size_t at;       /* what has been gone through */
    size_t counted, characters; /* so many bytes are so many code points */
} piece_search;

typedef struct {
    size_t first, end; /* in bytes */
    size_t start;      /* in code points */
} piece;

/* 0, or NO_MEMORY of loops.h. To be ended in any case. */
int begin_pieces(piece_search *search, byte_string text, const byte_string *traces, size_t number);

/* 1 and the next piece, 0 where there is none. */
int next_piece(piece_search *search, piece *found);

void end_pieces(piece_search *search);

#endif
