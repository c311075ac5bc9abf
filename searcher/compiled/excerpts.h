/* Which stretches of a text show why it was found, without Python: the compiled twin of searcher/excerpts.py,
   where it is told which are chosen, and how a long sentence is cut. */
#ifndef KLIPING_EXCERPTS_H
#define KLIPING_EXCERPTS_H

#include <stdint.h>

#include "sentences.h"

enum { MOST_EXCERPTS = 3, MOST_LEAVES = 64 };

/* A place that matches: its span, and the number of what of the query it matches, less than MOST_LEAVES. */
typedef struct {
    size_t start, end;
    unsigned leaf;
} mark;

/* A stretch that is shown; `marks` begin in its sentence, and of these `hits` are what is within it, one for
   those that overlap, counted from its start. */
typedef struct {
    stretch shown;
    const mark *marks;
    size_t size;
    size_t hits;
} excerpt;

/* Choose; marks ascend by start, begin on no space and end in the text. `hits` has room for as many as there are
   marks: those of the first excerpt come first. Returns how many excerpts there are, NO_MEMORY of loops.h. */
int choose_excerpts(const sentence_text *text, const mark *marks, size_t size, excerpt *found, stretch *hits);

/* What of marks is within a stretch, overlapping ones as one, counted from its start; returns how many spans. */
size_t merge_marks(const mark *marks, size_t size, stretch shown, stretch *spans);

#endif
