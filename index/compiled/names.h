/* Where a text names somebody, and what kind of actor each name is by the words around it.

   The twin of index/actors_spans.py (cutting), index/actors_reach.py (how far a name goes) and
   index/actors_kinds.py (judging), which are the specification: the functions here have the names and the order
   of those there, and a test compares the two on texts drawn from all words that any rule asks for. No word is
   written here: what a word says is in the bits that Python gives with it (index/actors_traits.py and
   index/actors_bits.py, which say what each bit means), and what is between words in those of its gap. */
#ifndef KLIPING_NAMES_H
#define KLIPING_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "splitting.h"

/* The traits of a word: index/actors_traits.py. */
enum {
    CAPITAL = 1 << 0,
    WATCHED = 1 << 1,
    TITLE = 1 << 2,
    ROLE = 1 << 3,
    LOCAL = 1 << 4,
    TRADE = 1 << 5,
    HONORIFIC = 1 << 6,
    DEGREE = 1 << 7,
    HEAD = 1 << 8,
    STARTER = 1 << 9,
    PLACE_HEAD = 1 << 10,
    FACILITY = 1 << 11,
    TAIL = 1 << 12,
    PLACE_TAIL = 1 << 13,
    GIVEN = 1 << 14,
    NOBODY = 1 << 15,
    THING_HEAD = 1 << 16,
    THING_TAIL = 1 << 17,
    KNOWN = 1 << 18,
    EVERYDAY = 1 << 19,
    CAMEL = 1 << 20,
    UPPER = 1 << 21,
    ROMAN = 1 << 22,
    SINGLE = 1 << 23,
    SIGN = 1 << 24,
    SAYS_BEFORE = 1 << 25,
    SAYS_AFTER = 1 << 26,
    GLUED = 1 << 27,
    MATCHED = 1 << 28
};

/* The cues of a word: index/actors_bits.py. */
enum {
    BODY_BEFORE = 1 << 0,
    THING_BEFORE = 1 << 1,
    PERSON_BEFORE = 1 << 2,
    NO_PLACE = 1 << 3,
    JOIN = 1 << 4,
    PREPOSITION = 1 << 5,
    SIDE = 1 << 6,
    PART = 1 << 7,
    LEGAL_FORM = 1 << 8,
    REGION = 1 << 9,
    REGION_HEAD = 1 << 10,
    VILLAGE = 1 << 11,
    NUMBER_SIGN = 1 << 12,
    PLACE_NOUN = 1 << 13,
    PLAIN_PLACE = 1 << 14,
    SIDED = 1 << 15,
    POINTER = 1 << 16,
    SAME_BODY = 1 << 17,
    DIGITS = 1 << 18,
    DOTTED = 1 << 19,
    BODY_LINK = 1 << 20,
    AND = 1 << 21,
    TOWARDS = 1 << 22,
    INTO = 1 << 23,
    SUCH = 1 << 24,
    CLOSED_BY_DOT = 1 << 25,
    EVERYDAY_NAME = 1 << 26,
    SIGNED = 1 << 27,
    LINK = 1 << 28,
    IN_ROLE = 1 << 29,
    IN_OFFICE = 1 << 30
};

/* How far an organisation of this head goes, and what two words together are. */
enum { NO_REACH, WORDS, PLACES, NAMES, UNIT, PART_OF_BODY, REACHES = 7 };
enum { PAIR_TITLE = 8, PAIR_PLACE_HEAD = 16 };

/* What stands before a word. */
enum {
    GAP_SPACE = 1 << 0,       /* one blank and nothing else */
    GAP_HYPHEN = 1 << 1,      /* "-" */
    GAP_BODY = 1 << 2,        /* what may stand inside the name of a body */
    GAP_PLACE = 1 << 3,       /* … of a place */
    GAP_COMMA = 1 << 4,       /* ", " or " , " */
    GAP_COMMA_SPACE = 1 << 5, /* ", " */
    GAP_DOT_SPACE = 1 << 6,   /* ". " */
    GAP_DOT = 1 << 7,         /* "." */
    GAP_OPEN = 1 << 8,        /* " (" */
    GAP_OPENED = 1 << 9,      /* " (" or " ( " */
    GAP_BLANK = 1 << 10,      /* blanks at most */
    GAP_ONE_COMMA = 1 << 11,  /* "," and blanks */
    GAP_ONE_DOT = 1 << 12,
    GAP_ONE_OPEN = 1 << 13,
    GAP_ENDS_OPEN = 1 << 14, /* a bracket is opened, and only blanks follow */
    GAP_SENTENCE = 1 << 15   /* a sentence may start behind it */
};

enum { MARGIN = 3 }; /* words without bits stand before the first and behind the last */
enum { NO_KIND, PERSON, BODY, PLACE };
enum { GUESS = 1, CUE = 2, SURE = 3 };

typedef struct {
    uint32_t first, last;   /* where it starts and ends, in code points */
    uint32_t begin, end;    /* the same in bytes */
    uint32_t traits, cues;
    uint32_t word;          /* its number among those that are remembered, NOT_REMEMBERED */
    uint32_t form_end;      /* number after the last word of the curated form that starts here */
    int32_t form;           /* which one that is, −1 for none */
    uint16_t gap;           /* what stands before it */
    uint16_t pair;          /* its number in pairs of words, 0 where it is in none */
    uint8_t reach, length;  /* length in code points as lower case, at most 255 */
} text_word;

#define NOT_REMEMBERED UINT32_MAX

typedef struct {
    uint32_t first, last; /* numbers of forms, from one to before another */
} form_range;

/* The curated forms, ascending by their bytes, and whom they mean; every number in the arrays is one of the array it
   points into. */
typedef struct {
    size_t forms, pairs;
    const uint8_t *letters;       /* of all forms, UTF-8 */
    const uint32_t *letter_ends;  /* of each */
    const int32_t *inner;         /* the longest form that each begins with, below it; −1 for none */
    const int32_t *actors;        /* whom each means by itself, −1 where only its neighbours tell */
    const uint32_t *guarded_ends; /* where those of each end */
    const int32_t *guarded;       /* whom it may mean */
    const uint8_t *kinds;         /* of each actor */
    const uint32_t *pair_keys;    /* pair << 16 | pair of the next word, ascending */
    const uint8_t *pair_values;   /* REACHES and PAIR_… of each */
    uint8_t begins[256];          /* whether a form begins with a byte */
} name_tables;

/* A stretch that may name somebody, and what was judged of it: see Span of index/actors_span.py. */
typedef struct {
    uint32_t first, last, core; /* numbers of words */
    uint32_t start, end, stop;  /* code points; where it ends in bytes */
    int32_t form, actor;        /* `actor`: whom it means for sure, −1 where its name must tell */
    uint8_t kind, trust, headed, office, doubtful, shortened;
} name_span;

typedef struct {
    const letter_classes *classes; /* they know every code point of the text */
    const uint8_t *bytes;
    size_t size;
    text_word *words; /* MARGIN more on either side */
    size_t count;
    const name_tables *tables;
    name_span *spans; /* room for `count` */
    size_t span_count;
    int64_t office_end; /* the word after an office, where its holder may be named */
    /* Whether a word written small is an Indonesian one: asked for few. */
    int (*is_known)(void *owner, const text_word *word);
    void *owner;
} named_text;

/* Return the bits of what stands between two words that is more than a space. */
uint16_t wide_gap_bits(const named_text *text, size_t begin, size_t end);

/* Return the bits of what stands between two words. */
static inline uint16_t gap_bits(const named_text *text, size_t begin, size_t end) {
    if (end - begin == 1 && text->bytes[begin] == ' ') return GAP_SPACE | GAP_BODY | GAP_PLACE | GAP_BLANK;
    return wide_gap_bits(text, begin, end);
}

/* Whether a curated form begins with a word, or a word with a form: only there one may start. `forms`: the first. */
int may_start_form(const name_tables *tables, const uint8_t *word, size_t size, form_range *forms);

/* Find the longest curated form that starts at a word as a whole word; all words are there. `forms` are those that
   begin with it, NULL where that was not asked. */
void match_word(named_text *text, size_t number, const form_range *forms);

/* Find the curated actors that a headline names; there is room for as many as it has bytes. How many. */
size_t match_title(const named_text *title, int32_t *actors);

/* Cut the text into spans. */
void cut_spans(named_text *text);

/* Judge every span: whom it means, else what kind of actor. */
void judge_spans(named_text *text);

/* Whether a country named here is a place by the word before it, and so on: what Python asks of a span. */
enum {
    SAYS_CURATED = 1,
    SAYS_HEADED = 2,
    SAYS_GUESS = 4,
    SAYS_DOUBTED = 8,
    SAYS_PERSON = 16,
    SAYS_SIGNED = 32,
    SAYS_ROLE_BEFORE = 64,
    SAYS_ROLE_BEHIND = 128
};
unsigned span_flags(const named_text *text, const name_span *span);

/* ---- what the parts of this ask of each other ----------------------------------------------------------- */

size_t reach_office(const named_text *text, size_t number);
size_t reach_tail(const named_text *text, size_t number, uint32_t tails);
size_t reach_organisation(const named_text *text, size_t number, unsigned reach, int of_office);
size_t reach_legal_form(const named_text *text, size_t after);
size_t reach_place(const named_text *text, size_t number, int of_office);
size_t reach_part(const named_text *text, size_t number);
size_t reach_direction(const named_text *text, size_t after);
size_t reach_thing(const named_text *text, size_t number);
size_t reach_name(const named_text *text, size_t number);

/* What two words that follow each other are together: PAIR_… and a reach. */
unsigned pair_of(const named_text *text, size_t number);

/* The class of the code point at a byte, and where the next is; 0 and the same place at the end. */
unsigned class_of(const named_text *text, size_t place, size_t *next);

static inline int has(const named_text *text, int64_t number, uint32_t traits) {
    return (text->words[number].traits & traits) != 0;
}

static inline int cued(const named_text *text, int64_t number, uint32_t cues) {
    return (text->words[number].cues & cues) != 0;
}

static inline int gap_is(const named_text *text, int64_t number, unsigned gaps) {
    return (text->words[number].gap & gaps) != 0;
}

/* Whether a word written small would be an Indonesian one. */
static inline int known_small(const named_text *text, int64_t number) {
    const text_word *word = &text->words[number];
    return word->traits & CAPITAL ? (word->traits & KNOWN) != 0 : text->is_known(text->owner, word);
}

static inline int starts_sentence(const named_text *text, int64_t number) {
    return gap_is(text, number, GAP_SENTENCE);
}

/* Whom a form means by itself, −1 for nobody. */
static inline int32_t meant_by(const named_text *text, int32_t form) {
    return form < 0 ? -1 : text->tables->actors[form];
}

static inline unsigned kind_of(const named_text *text, int32_t actor) {
    return actor < 0 ? NO_KIND : text->tables->kinds[actor];
}

/* Whether a curated form starts at a word that by itself means somebody: more than a part of that word. */
static inline int is_curated(const named_text *text, int64_t number) {
    const text_word *word = &text->words[number];
    return meant_by(text, word->form) >= 0 && word->form_end > (uint64_t)number;
}

#endif
