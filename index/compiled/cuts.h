/* Whether the lexicon may explain a word; see cuts.c. */
#ifndef KLIPING_CUTS_H
#define KLIPING_CUTS_H

#include "words.h"

/* What prefixes and suffixes write, and roots. Of beginnings and endings the first are whole, so many; behind them
   are the parts of these: of every beginning what it begins with, of every ending what it ends with, nothing too. */
typedef struct {
    chunk_table beginnings, endings, bases;
    size_t whole_beginnings, whole_endings;
} word_cuts;

/* Whether some cut of a word leaves what is known; true of any word that is more than small Latin letters. */
int may_explain(const word_cuts *cuts, const uint8_t *word, size_t size);

#endif
