#include "places.h"

#include <string.h>

/* Tell 1 or 0 of each place. A word or phrase may begin behind what is no letter, and with a capital behind a small
   one. Without a branch, so that a compiler makes vectors of it. */
static void look(const uint8_t *restrict classes, size_t size, uint8_t signs, uint8_t *restrict looked_at) {
    looked_at[0] = 1;
    for (size_t place = 1; place < size; place++) {
        uint8_t before = classes[place - 1], class = classes[place];
        uint8_t begins = before & ALNUM ? 0 : 1, capital = class & ~before & UPPER ? 1 : 0;
        uint8_t sign = class & (STOP | LINE_BREAK | DECIMAL) ? signs : 0, other = class ? 0 : signs;
        looked_at[place] = begins | capital | sign | other;
    }
}

size_t gather(const placed_text *text, int signs, uint8_t *looked_at, uint32_t *places) {
    size_t count = 0;
    look(text->classes, text->size, signs ? 1 : 0, looked_at);
    for (size_t place = 0; place < text->size; place++) {
        places[count] = (uint32_t)place;
        count += looked_at[place];
    }
    return count;
}

/* ---- phrases ------------------------------------------------------------------------------------------ */

void clear_phrases(phrase_table *table) {
    memset(table->first, 0xff, sizeof table->first); /* NO_PHRASE */
    table->brief = NO_PHRASE;
    table->brief_letters = 0;
}

void add_phrase(phrase_table *table, phrase *all, uint32_t number) {
    phrase *one = &all[number];
    int brief = one->size < BUCKET_LETTERS;
    uint32_t *first = brief ? &table->brief : &table->first[bucket_of(one->points)];
    if (brief) table->brief_letters |= 1u << (one->points[0] & 31);
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

static int follows(const placed_text *text, size_t place, const follower *followers, size_t count) {
    if (place + 3 > text->size) return 0;
    const uint32_t *at = text->points + place;
    for (size_t i = 0; i < count; i++) {
        const uint32_t *letters = followers[i].letters;
        if (letters[0] == small(at[0]) && letters[1] == small(at[1]) && letters[2] == small(at[2])) return 1;
    }
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

int may_be_date(const placed_text *text, size_t place, const follower *followers, size_t count) {
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

/* ---- quotations --------------------------------------------------------------------------------------- */

enum {
    LEFT = 0x201c, RIGHT = 0x201d, LOW = 0x201e, LEFT_SINGLE = 0x2018, RIGHT_SINGLE = 0x2019, LEFT_ANGLE = 0xab,
    RIGHT_ANGLE = 0xbb
};

static int is_word(const placed_text *text, size_t place) {
    return text->classes[place] & ALNUM || text->points[place] == '_';
}

/* Where the first of some signs or line feed is, or the end of the text. */
static size_t first_of(const placed_text *text, size_t place, uint32_t a, uint32_t b, uint32_t c) {
    const uint32_t *points = text->points;
    while (place < text->size && points[place] != a && points[place] != b && points[place] != c && points[place] != '\n')
        place++;
    return place;
}

/* Whether what is quoted between single marks ends like speech and is long enough, and the mark ends a word. */
static int is_single(const placed_text *text, const quotation *found, uint32_t mark) {
    if (text->points[found->end] != mark || found->end < found->start + 4 || is_word(text, found->end + 1)) return 0;
    uint32_t last = text->points[found->end - 1];
    return last == ',' || last == '.' || last == '!' || last == '?' || last == 0x2026;
}

/* What stands between two apostrophes and two apostrophes. */
static int is_doubled(const placed_text *text, quotation *found) {
    const uint32_t *points = text->points;
    size_t end = found->start;
    while (end < text->size && points[end] != '\n' && !(points[end] == '\'' && points[end + 1] == '\'')) end++;
    found->end = end;
    found->behind = end + 2;
    return end > found->start && points[end] == '\'';
}

int quotation_at(const placed_text *text, size_t place, quotation *found) {
    const uint32_t *points = text->points;
    size_t start = place + 1, end;
    *found = (quotation){start, start, start};
    switch (points[place]) {
    case '"':
    case LEFT:
        found->end = end = first_of(text, start, '"', LEFT, RIGHT);
        found->behind = end + 1;
        return end > start && (points[end] == '"' || points[end] == RIGHT);
    case LOW:
        found->end = end = first_of(text, start, LOW, LEFT, RIGHT);
        found->behind = end + 1;
        return end > start && (points[end] == LEFT || points[end] == RIGHT);
    case LEFT_ANGLE:
        found->end = end = first_of(text, start, LEFT_ANGLE, RIGHT_ANGLE, RIGHT_ANGLE);
        found->behind = end + 1;
        return end > start && points[end] == RIGHT_ANGLE;
    case LEFT_SINGLE:
        found->end = end = first_of(text, start, LEFT_SINGLE, RIGHT_SINGLE, RIGHT_SINGLE);
        found->behind = end + 1;
        return is_single(text, found, RIGHT_SINGLE);
    case '\'':
        found->start = start + 1;
        if (points[start] == '\'' && is_doubled(text, found)) return 1;
        if (place && (is_word(text, place - 1) || points[place - 1] == '\'')) return 0;
        found->start = start;
        found->end = end = first_of(text, start, '\'', '\'', '\'');
        found->behind = end + 1;
        return is_single(text, found, '\'');
    default:
        return 0;
    }
}

/* ---- abbreviations ------------------------------------------------------------------------------------ */

/* The bit of a filter for a word of ASCII, -1 for one with other letters. */
static int filter_bit(const uint32_t *points, size_t size) {
    uint32_t hash = (uint32_t)size;
    for (size_t i = 0; i < size; i++) {
        if (points[i] >= 128) return -1;
        hash = (hash ^ small(points[i])) * 0x01000193u;
    }
    return (int)((hash ^ hash >> 16) & ((1u << FILTER_BITS) - 1));
}

void list_word(uint8_t *filter, const uint32_t *points, size_t size) {
    int bit = filter_bit(points, size);
    if (bit >= 0) filter[bit >> 3] |= (uint8_t)(1 << (bit & 7));
}

int may_be_listed(const uint8_t *filter, const uint32_t *points, size_t size) {
    int bit = filter_bit(points, size);
    return bit < 0 || filter[bit >> 3] >> (bit & 7) & 1;
}
