#include "places.h"

#include <string.h>

int classify(const uint32_t *points, size_t size, const uint8_t *known, size_t count, uint8_t *classes) {
    for (size_t i = 0; i < size; i++) {
        if (points[i] >= count) return 0;
        classes[i] = known[points[i]];
    }
    classes[size] = 0;
    return 1;
}

/* Whether a word or phrase may begin with a class behind another: behind a letter only a capital behind a small one.
   1 or 0, without a branch; so is the next. */
static inline unsigned may_begin(unsigned before, unsigned class) {
    return (~before | (class & ~before) / UPPER) & 1;
}

static inline unsigned is_sign(unsigned class) { return (class / STOP | class / LINE_BREAK | class / DECIMAL) & 1; }

size_t gather(const placed_text *text, int signs, uint32_t *places) {
    size_t count = 0;
    unsigned before = 0, all = signs ? 1 : 0;
    for (size_t place = 0; place < text->size; place++) {
        unsigned class = text->classes[place];
        places[count] = (uint32_t)place;
        count += may_begin(before, class) | (all & (is_sign(class) | ((class - 1) >> 31)));
        before = class;
    }
    return count;
}

/* ---- phrases ------------------------------------------------------------------------------------------ */

void clear_phrases(phrase_table *table) {
    memset(table->first, 0xff, sizeof table->first); /* NO_PHRASE */
    table->brief = NO_PHRASE;
}

void add_phrase(phrase_table *table, phrase *all, uint32_t number) {
    phrase *one = &all[number];
    uint32_t *first = one->size < BUCKET_LETTERS ? &table->brief : &table->first[bucket_of(one->points)];
    one->next = *first;
    *first = number;
    table->all = all;
}

/* Whether a phrase that ends at a place ends there as a word. */
static int stands_free(const placed_text *text, size_t end) {
    unsigned last = text->classes[end - 1], after = text->classes[end];
    return !(last & ALNUM && after & ALNUM) || (last & LOWER && !(after & LOWER));
}

static int is_at(const placed_text *text, size_t place, const phrase *one) {
    if (one->size > text->size - place) return 0;
    const uint32_t *at = text->points + place;
    for (uint32_t i = 0; i < one->size; i++)
        if ((one->folded ? small(at[i]) : at[i]) != one->points[i]) return 0;
    return 1;
}

uint32_t phrase_at(const placed_text *text, const phrase_table *table, size_t place, uint32_t number) {
    while (number != NO_PHRASE) {
        const phrase *one = &table->all[number];
        if (is_at(text, place, one) && stands_free(text, place + one->size)) break;
        number = one->next;
    }
    return number;
}

/* ---- dates -------------------------------------------------------------------------------------------- */

static int follows(const placed_text *text, size_t place, const uint32_t (*followers)[3], size_t count) {
    if (place + 3 > text->size) return 0;
    const uint32_t *at = text->points + place;
    for (size_t i = 0; i < count; i++)
        if (followers[i][0] == small(at[0]) && followers[i][1] == small(at[1]) && followers[i][2] == small(at[2]))
            return 1;
    return 0;
}

/* Whether what parts the numbers of a date stands here, with a number of one or two digits behind it. */
static int parts_numbers(const placed_text *text, size_t place, size_t end) {
    uint32_t point = text->points[place];
    if (point != '/' && point != '-' && point != 0x2013 && point != '.') return 0;
    size_t next = place + 1;
    if (text->classes[next] & SPACE) next++;
    size_t behind = skip(text, next, DECIMAL);
    if (behind == next || behind > next + 2) return 0;
    /* With a point, a date has a second one: "19.30" is a time. */
    if (point != '.' || place != end || next != place + 1) return 1;
    if (text->classes[behind] & SPACE) behind++;
    return text->points[behind] == '.';
}

int may_be_date(const placed_text *text, size_t place, const uint32_t (*followers)[3], size_t count) {
    if (place) {
        uint32_t before = text->points[place - 1];
        if (text->classes[place - 1] & DECIMAL || before == '.' || before == ',' || before == '/') return 0;
    }
    size_t end = skip(text, place, DECIMAL);
    if (end == place + 4) return text->points[place] == '1' || text->points[place] == '2';
    if (end > place + 2) return 0;
    size_t next = skip(text, end, SPACE);
    if (follows(text, next, followers, count) || parts_numbers(text, next, end)) return 1;
    return text->points[next] == ',' && text->classes[next + 1] & SPACE &&
           follows(text, next + 2, followers, count);
}

/* ---- quotation marks ---------------------------------------------------------------------------------- */

int may_open(const placed_text *text, size_t place) {
    switch (text->points[place]) {
    case '"':
    case 0x201c: /* “ */
    case 0x201e: /* „ */
    case 0x00ab: /* « */
    case 0x2018: /* ‘ */
        return 1;
    case '\'':
        return !place || !(text->classes[place - 1] & ALNUM) || text->points[place + 1] == '\'';
    default:
        return 0;
    }
}

/* ---- sentences ---------------------------------------------------------------------------------------- */

/* An abbreviation is looked for within this many code points before its point; see _REACH. */
enum { REACH = 16 };

static int closes(uint32_t point) {
    switch (point) {
    case '"':
    case '\'':
    case ')':
    case ']':
    case '}':
    case 0x201d: /* ” */
    case 0x2019: /* ’ */
    case 0x00bb: /* » */
        return 1;
    default:
        return 0;
    }
}

static int opens(uint32_t point) {
    switch (point) {
    case '"':
    case '\'':
    case '(':
    case '[':
    case 0x201c: /* “ */
    case 0x2018: /* ‘ */
    case 0x201e: /* „ */
    case 0x00ab: /* « */
        return 1;
    default:
        return 0;
    }
}

full_stop read_stop(const placed_text *text, size_t place) {
    size_t stop = skip(text, place, STOP), behind = stop;
    if ((text->points[stop] == ' ' || text->points[stop] == 0xa0) && /* “Benar. ” */
        (text->points[stop + 1] == 0x201d || text->points[stop + 1] == 0x00bb))
        behind++;
    while (closes(text->points[behind])) behind++;
    return (full_stop){place, stop, behind, behind};
}

/* One of the filter's bits for a word of Latin letters and digits, -1 for one with others. */
static int filter_bit(const uint32_t *points, size_t size) {
    uint32_t hash = (uint32_t)size;
    for (size_t i = 0; i < size; i++) {
        if (points[i] >= 128) return -1;
        hash = (hash ^ small(points[i])) * 0x01000193u;
    }
    return (int)((hash ^ hash >> 16) & ((1u << FILTER_BITS) - 1));
}

void add_abbreviation(uint8_t *filter, const uint32_t *points, size_t size) {
    int bit = filter_bit(points, size);
    if (bit >= 0) filter[bit >> 3] |= (uint8_t)(1 << (bit & 7));
}

/* Where the word begins that ends before a point; it reaches back to `first` at most. */
static size_t word_before(const placed_text *text, size_t first, size_t point) {
    if (point > first + REACH) first = point - REACH;
    while (point > first && text->classes[point - 1] & ALNUM) point--;
    return point;
}

/* Whether the word before a point may be an abbreviation. */
static int may_be_known(const placed_text *text, size_t word, size_t point, const uint8_t *abbreviations) {
    if (word && (text->points[word - 1] == '.' || text->points[word - 1] == '_')) return 1;
    int bit = filter_bit(text->points + word, point - word);
    return bit < 0 || abbreviations[bit >> 3] >> (bit & 7) & 1;
}

/* Whether a single point that space follows ends a sentence, by the word before it. */
static stop_kind judge_point(const placed_text *text, size_t start, size_t point, const uint8_t *abbreviations) {
    size_t word = word_before(text, start, point);
    if (word == point) return ENDS;
    if (may_be_known(text, word, point, abbreviations)) return ASK;
    if (skip(text, word, DIGIT) >= point) /* "1. Pertama" numbers a list */
        return skip(text, start, SPACE) == word ? GOES_ON : ENDS;
    return point == word + 1 ? ASK : ENDS; /* one letter may be an initial */
}

/* Whether a host goes on here ("detik.Com"): what _HOST_END takes begins so. */
static int goes_on_as_host(const uint32_t *points) {
    static const char *const BEGINNINGS[] = {"co", "ne", "or", "in", "id", "tv", "go", "ac"};
    for (size_t i = 0; i < sizeof BEGINNINGS / sizeof *BEGINNINGS; i++)
        if (small(points[0]) == (uint32_t)BEGINNINGS[i][0] && small(points[1]) == (uint32_t)BEGINNINGS[i][1]) return 1;
    return 0;
}

static int is_odd(const placed_text *text, size_t begin, size_t end, uint32_t point) {
    int odd = 0;
    for (; begin < end; begin++) odd ^= text->points[begin] == point;
    return odd;
}

/* Whether a sentence may end before a full stop that is glued to the next one. */
static int may_end_glued(const placed_text *text, size_t stop) {
    if (!stop) return 0;
    uint32_t sign = text->points[stop - 1];
    return text->classes[stop - 1] & (LOWER | DIGIT) || sign == '"' || sign == '\'' || sign == 0x201d ||
           sign == ')' || sign == '%';
}

/* Judge a full stop that is glued to the next sentence. */
static stop_kind judge_glued(const placed_text *text, size_t start, full_stop *at, const uint8_t *abbreviations) {
    const uint8_t *next = text->classes + at->behind;
    if (!(next[0] & UPPER) || !may_end_glued(text, at->begin)) return GOES_ON;
    if (at->stop == at->behind) {
        if (!(next[0] & ALNUM) || !(next[1] & ALNUM) || next[1] & DECIMAL) return GOES_ON;
    } else if (at->stop + 1 == at->behind && (text->points[at->stop] == '"' || text->points[at->stop] == '\'')) {
        /* a straight quote before a capital opens the next sentence, unless one is open */
        if (!is_odd(text, start, at->stop, '"')) at->end = at->stop;
    }
    size_t word = word_before(text, 0, at->begin);
    if (word < at->begin && may_be_known(text, word, at->begin, abbreviations)) return ASK;
    return goes_on_as_host(text->points + at->end) ? ASK : ENDS;
}

stop_kind judge_stop(const placed_text *text, size_t start, full_stop *at, const uint8_t *abbreviations) {
    if (at->behind < text->size && !(text->classes[at->behind] & SPACE))
        return judge_glued(text, start, at, abbreviations);
    size_t next = skip(text, at->behind, SPACE);
    while (opens(text->points[next])) next++;
    if (text->classes[next] & LOWER) return GOES_ON;
    if (at->behind != at->begin + 1 || text->points[at->begin] != '.') return ENDS;
    return judge_point(text, start, at->begin, abbreviations);
}
