/* Whether the lexicon may explain a word; see cuts.c. */
#ifndef KLIPING_CUTS_H
#define KLIPING_CUTS_H

#include "arrays.h"
#include "words.h"

/* Cuts(beginnings, parts of them, endings, parts of them, bases, secret), called with a word of small Latin letters. */
extern PyType_Spec CUTS;

/* Whether some cut of a word leaves what is known; true of any word that is more than small Latin letters. */
int may_explain(const PyObject *cuts, const uint8_t *word, size_t size);

#endif
