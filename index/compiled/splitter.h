/* What the splitter of texts remembers of each word, and what becomes of one text; see splitter.c, learning.c,
   casting.c and cutter.c. */
#ifndef KLIPING_SPLITTER_H
#define KLIPING_SPLITTER_H

#include "arrays.h"
#include "cuts.h"
#include "names.h"
#include "settling.h"
#include "words.h"

/* Longer words are no words: they are learnt anew each time and do not fill the memory. */
enum { LONGEST_REMEMBERED = 120 };
enum { TABLES = 9, HELD = 32 };

/* A frozen class of Python with slots, and what sets each of its fields. */
typedef struct {
    PyObject *type, *setters;
} record_kind;

/* The fields of an Actor and of a Mention, as index/article.py has them in order. */
enum { ACTOR_FIELDS = 4, MENTION_FIELDS = 3 };

/* What is learnt of a word: see Learnt of index/splitting.py and WordBits of index/actors_bits.py. */
typedef struct {
    PyObject *small, *parts; /* the small words in it, where it is none itself; those it was glued from; or NULL */
    uint64_t code;
    unsigned long long seen; /* the number of the last text that has it */
    form_range forms; /* the curated ones that begin with it */
    uint32_t traits, cues;
    uint16_t pair;
    uint8_t reach, length, learnt, known; /* `known`: 0 not asked, 1 no, 2 yes */
    uint8_t is_small, may_start; /* it is a small word; a curated form may start with it */
} learnt_word;

typedef struct {
    PyObject_HEAD
    PyObject *first_classes;
    letter_classes classes;
    PyObject *page, *learn, *capital, *known, *called; /* what is asked of Python */
    PyObject *cuts, *its; /* Cuts, or None; a clitic */
    PyObject *kinds, *suffixes, *countries, *actors;
    record_kind mention, actor;
    chunk_table forms, taken; /* the curated forms and ids */
    Py_buffer views[TABLES];
    name_tables tables;
    chunk_table table;
    size_t listed; /* so many words of the table, its first, are listed */
    learnt_word *learnt;
    size_t room;
    unsigned long long texts;
    unsigned scanning; /* so many texts are being scanned */
    size_t most_names; /* that are remembered */
    name_memory memory;
} Splitter;

/* What becomes of one text; `words` are MARGIN before the first of `text`. */
typedef struct {
    Splitter *self;
    named_text text;
    text_word *words;
    size_t room;
    uint64_t *codes, *small; /* of all words; of the small ones, in the end each once */
    size_t small_count, small_room;
    uint64_t held[HELD]; /* of small words inside of others: some may be among the small ones too */
    size_t held_count;
    int mixed; /* some may be there twice among the small ones */
} split_text;

/* Cuts(beginnings, parts of them, endings, parts of them, bases, secret), called with a word of small Latin letters. */
extern PyType_Spec CUTS;

/* What such an object holds; NULL where it is another. */
const word_cuts *cuts_of(PyObject *object);

/* Number the strings of a tuple as they come; false with an error set. */
int take_strings(chunk_table *table, PyObject *strings);

/* What text these bytes of UTF-8 are; NULL with an error set. */
PyObject *as_string(const uint8_t *bytes, size_t size);

/* Return the number of a word of which all is learnt, asking where it is not; −1 with an error set. `number` is
   the word's if that is found already, else −1. */
int64_t look_up(Splitter *self, chunk_slice slice, int64_t number);

/* Whether Python takes a word, written small, for an Indonesian one. `owner` is a split_text; an error is told at
   its end. */
int known_to_python(void *owner, const text_word *word);

/* Ask Python for what is to be known of a word; false with an error set. */
int ask_python(Splitter *self, chunk_slice slice, learnt_word *answer);

void forget_word(learnt_word *one);

/* Take a class and what sets its fields, so many; false with an error set. */
int take_record(record_kind *kind, PyObject *type, PyObject *setters, Py_ssize_t fields);

/* See to it that names can be remembered, forgetting all where they are too many and nobody is at it. */
int make_room_for_names(Splitter *self);

void forget_names(Splitter *self);

/* Whom a text and its headline name: Found of index/actors_found.py, as a tuple; NULL with an error set. */
PyObject *cast_of(Splitter *self, const named_text *text, const named_text *title);

#endif
