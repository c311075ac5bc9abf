/* See sentences.h. */
#include "sentences.h"

enum { REACH = 16 }; /* a word before a point is looked for within so many characters */

/* Signs that are no ASCII. */
enum {
    NEXT_LINE = 0x85, NO_BREAK = 0xa0, OPEN_GUILLEMET = 0xab, CLOSE_GUILLEMET = 0xbb, OPEN_SINGLE = 0x2018,
    CLOSE_SINGLE = 0x2019, OPEN_QUOTE = 0x201c, CLOSE_QUOTE = 0x201d, LOW_QUOTE = 0x201e, ELLIPSIS = 0x2026,
    LINE = 0x2028, PARAGRAPH = 0x2029
};

/* A break: signs first … stop − 1, and closing quotes and brackets up to `end`. */
typedef struct {
    size_t first, stop, end;
    int line; /* whether its signs break lines */
} sentence_break;

static int is_line(uint32_t c) {
    return (c >= '\n' && c <= '\r') || c == NEXT_LINE || c == LINE || c == PARAGRAPH;
}

static int is_stop(uint32_t c) { return c == '.' || c == '!' || c == '?' || c == ELLIPSIS; }

static int is_sign(uint32_t c) { return is_stop(c) || is_line(c); }

/* Whether so many code points are letters or blanks, as most are: no sign is either. Without a branch, so that a
   compiler makes vectors of it. */
enum { BLOCK = 32 };
static int all_plain(const uint32_t *points) {
    uint32_t others = 0;
    for (int i = 0; i < BLOCK; i++) others |= (uint32_t)((points[i] - '@' >= NEXT_LINE - '@') & (points[i] != ' '));
    return !others;
}

static int is_closing(uint32_t c) {
    return c == '"' || c == '\'' || c == CLOSE_QUOTE || c == CLOSE_SINGLE || c == CLOSE_GUILLEMET || c == ')' ||
           c == ']' || c == '}';
}

static int is_opening(uint32_t c) {
    return c == '"' || c == '\'' || c == OPEN_QUOTE || c == OPEN_SINGLE || c == OPEN_GUILLEMET || c == '(' ||
           c == '[' || c == LOW_QUOTE;
}

unsigned kind_at(const sentence_text *text, size_t at) {
    uint32_t c = text->points[at];
    if (c >= 0x2010 && c <= 0x2027) return 0; /* typographers' dashes and quotes */
    if (c >= 0x80) return text->kind(text->with, c);
    if (c >= 'a' && c <= 'z') return ALNUM | LOWER;
    if (c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= 0x1f)) return SPACE;
    if (c >= 'A' && c <= 'Z') return ALNUM | UPPER;
    return c >= '0' && c <= '9' ? ALNUM | DIGIT | DECIMAL : 0;
}

static int is(const sentence_text *text, size_t at, unsigned kind) { return (kind_at(text, at) & kind) != 0; }

/* A letter, or a figure that no number is written with. */
static int is_letter(const sentence_text *text, size_t at) {
    return (kind_at(text, at) & (ALNUM | DECIMAL)) == ALNUM;
}

static int all(const sentence_text *text, stretch word, unsigned kind) {
    for (size_t i = word.start; i < word.end; i++)
        if (!is(text, i, kind)) return 0;
    return word.start < word.end;
}

static size_t past_space(const sentence_text *text, size_t at) {
    while (at < text->size && is(text, at, SPACE)) at++;
    return at;
}

stretch trimmed(const sentence_text *text, stretch whole) {
    while (whole.start < whole.end && is(text, whole.start, SPACE)) whole.start++;
    while (whole.end > whole.start && is(text, whole.end - 1, SPACE)) whole.end--;
    return whole;
}

/* Where the next sign is, or the end of the text. */
static size_t next_sign(const sentence_text *text, size_t at) {
    for (; text->size - at >= BLOCK; at += BLOCK) {
        if (all_plain(text->points + at)) continue;
        for (size_t i = at; i < at + BLOCK; i++)
            if (is_sign(text->points[i])) return i;
    }
    while (at < text->size && !is_sign(text->points[at])) at++;
    return at;
}

/* Behind which sign a place is, or `from` where there is none between. */
static size_t behind_sign(const sentence_text *text, size_t from, size_t at) {
    for (; at - from >= BLOCK; at -= BLOCK) {
        if (all_plain(text->points + at - BLOCK)) continue;
        for (size_t i = at; i > at - BLOCK; i--)
            if (is_sign(text->points[i - 1])) return i;
    }
    while (at > from && !is_sign(text->points[at - 1])) at--;
    return at;
}

/* The break whose first sign is at a place. */
static sentence_break break_at(const sentence_text *text, size_t at) {
    const uint32_t *points = text->points;
    sentence_break found = {.first = at, .line = is_line(points[at])};
    while (at < text->size && (found.line ? is_line(points[at]) : is_stop(points[at]))) at++;
    found.stop = at;
    if (!found.line) {
        if (at + 1 < text->size && (points[at] == ' ' || points[at] == NO_BREAK) &&
            (points[at + 1] == CLOSE_QUOTE || points[at + 1] == CLOSE_GUILLEMET))
            at++;
        while (at < text->size && is_closing(points[at])) at++;
    }
    found.end = at;
    return found;
}

/* Whether it is one full stop and nothing else. */
static int is_point(const sentence_text *text, const sentence_break *at) {
    return at->end == at->first + 1 && text->points[at->first] == '.';
}

/* Whether a small letter is what comes next. */
static int goes_on(const sentence_text *text, size_t at) {
    at = past_space(text, at);
    while (at < text->size && is_opening(text->points[at])) at++;
    return at < text->size && is(text, at, LOWER);
}

/* Of the last so many characters before a place what stands behind the last blank. */
static stretch behind_blank(const sentence_text *text, size_t from, size_t end) {
    size_t least = end > REACH && end - REACH > from ? end - REACH : from, start = end;
    while (start > least && text->points[start - 1] != ' ') start--;
    return (stretch){start, end};
}

/* The word that ends there, its inner points too; an empty one where something else does. */
static stretch last_word(const sentence_text *text, size_t from, size_t end) {
    size_t least = end > REACH && end - REACH > from ? end - REACH : from, start = end;
    const stretch none = {end, end};
    while (start > least && (text->points[start - 1] == '.' || is(text, start - 1, ALNUM))) start--;
    if (start == end || (start > least && text->points[start - 1] == '_')) return none;
    for (size_t i = start; i < end; i++) /* no point stands at either end, or beside another */
        if (text->points[i] == '.' && (i == start || i + 1 == end || text->points[i + 1] == '.')) return none;
    return (stretch){start, end};
}

/* Single letters, none of them small, with points between. */
static int is_initials(const sentence_text *text, stretch word) {
    if ((word.end - word.start) % 2 == 0) return 0;
    for (size_t i = word.start; i < word.end; i++) {
        uint32_t c = text->points[i];
        int right = (i - word.start) % 2 ? c == '.' : is_letter(text, i) && !(c >= 'a' && c <= 'z');
        if (!right) return 0;
    }
    return 1;
}

/* One to three letters, a point, one to three letters, and so on. */
static int is_dotted(const sentence_text *text, stretch word) {
    size_t letters = 0, points = 0;
    for (size_t i = word.start; i < word.end; i++) {
        if (text->points[i] == '.') {
            if (!letters) return 0;
            letters = 0;
            points++;
        } else if (++letters > 3 || !is_letter(text, i)) {
            return 0;
        }
    }
    return points && letters;
}

/* Whether what comes ends a host's name: com, net, org, info, co, id, tv, go, ac. */
static int ends_host(const sentence_text *text, size_t at) {
    static const char *const ENDS[] = {"com", "net", "org", "info", "co", "id", "tv", "go", "ac"};
    for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++) {
        size_t place = at;
        const char *letter = ENDS[i];
        for (; *letter && place < text->size; letter++, place++) {
            uint32_t c = text->points[place];
            if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
            if (c == 0x130 || c == 0x131) c = 'i'; /* with a dot and without */
            if (c != (uint32_t)(unsigned char)*letter) break;
        }
        if (!*letter && (place == text->size || !(is(text, place, ALNUM) || text->points[place] == '_'))) return 1;
    }
    return 0;
}

/* Whether nothing but space stands behind a point on its line. */
static int is_last(const sentence_text *text, size_t point) {
    for (size_t at = point + 1; at < text->size; at++) {
        if (text->points[at] == '\n' || text->points[at] == '\r') return 1;
        if (!is(text, at, SPACE)) return 0;
    }
    return 1;
}

/* Whether a number comes next, in Arabic or Roman figures. */
static int number_next(const sentence_text *text, size_t at) {
    size_t start = at = past_space(text, at);
    if (at < text->size && is(text, at, DECIMAL)) return 1;
    for (; at < text->size; at++) {
        uint32_t c = text->points[at];
        if (c != 'I' && c != 'V' && c != 'X' && c != 'L' && c != 'C') break;
    }
    return at > start && (at == text->size || !(is(text, at, ALNUM) || text->points[at] == '_'));
}

static int follows(const sentence_text *text, stretch word) {
    return text->follows(text->with, text->points + word.start, word.end - word.start);
}

/* Whether a single point that space follows ends a sentence. */
static int point_ends(const sentence_text *text, size_t start, size_t point) {
    stretch word = behind_blank(text, start, point);
    if (!all(text, word, ALNUM)) word = last_word(text, start, point);
    if (word.start == word.end) return 1;
    if (all(text, word, DIGIT)) return past_space(text, start) != word.start; /* "1. Pertama" numbers a list */
    switch (follows(text, word)) {
    case NO_ABBREVIATION:
        if (!is_initials(text, word) || is_last(text, point)) return 1;
        for (size_t at = word.start; at > start; at--)
            if (!is(text, at - 1, SPACE)) return text->points[at - 1] == ',';
        return 0;
    case A_NAME:
        return is_last(text, point);
    case EITHER:
        return 1;
    default:
        return !number_next(text, point + 1);
    }
}

static int in_quotation(const sentence_text *text, size_t start, size_t end) {
    int open = 0;
    for (size_t i = start; i < end; i++) open ^= text->points[i] == '"';
    return open;
}

/* Where a sentence ends that is glued to the next one, 0 where nothing ends. */
static size_t glued_end(const sentence_text *text, size_t start, const sentence_break *at) {
    const uint32_t *points = text->points;
    size_t end = at->end, first = at->first;
    int closed = at->end > at->stop, upper = is(text, end, UPPER);
    if (closed && end == at->stop + 1 && (points[at->stop] == '"' || points[at->stop] == '\'') && upper &&
        !in_quotation(text, start, at->stop))
        end = at->stop; /* a straight quote before a capital opens the next sentence, unless one is open */
    else if (closed && !upper)
        return 0;
    if (!first) return 0;
    uint32_t before = points[first - 1];
    if (!is(text, first - 1, LOWER | DIGIT) && before != '"' && before != '\'' && before != CLOSE_QUOTE &&
        before != ')' && before != '%')
        return 0;
    int glued = is(text, end, UPPER) && is_letter(text, end) && end + 1 < text->size && is_letter(text, end + 1);
    if (end == at->stop && points[end] != '"' && points[end] != '\'' && !glued) return 0;
    stretch word = last_word(text, 0, first);
    if (word.start < word.end && (follows(text, word) || is_dotted(text, word))) return 0;
    return ends_host(text, end) ? 0 : end;
}

/* Where the sentence ends at a full stop, 0 where it goes on. */
static size_t end_at(const sentence_text *text, size_t start, const sentence_break *at) {
    if (at->end < text->size && !is(text, at->end, SPACE)) return glued_end(text, start, at);
    if (goes_on(text, at->end)) return 0;
    return is_point(text, at) && !point_ends(text, start, at->first) ? 0 : at->end;
}

size_t sentence_end(const sentence_text *text, size_t start, size_t at, size_t *behind) {
    sentence_break found = break_at(text, at);
    *behind = found.end;
    return end_at(text, start, &found);
}

/* Where a sentence ends at a break, whatever stands before, 0 where that cannot be told, or only behind a place. */
static size_t sure_end(const sentence_text *text, const sentence_break *at, size_t place) {
    if (at->end > place) return 0;
    if (at->line) return at->end;
    if (!is(text, at->end, SPACE) || goes_on(text, at->end)) return 0;
    if (is_point(text, at)) {
        stretch word = behind_blank(text, 0, at->first);
        if (!all(text, word, ALNUM) || all(text, word, DIGIT) || follows(text, word) || is_initials(text, word))
            return 0;
    }
    return at->end;
}

/* Where a sentence begins at or before a place: the last one that surely does. */
static size_t sure_beginning(const sentence_text *text, size_t from, size_t place) {
    for (size_t at = place; (at = behind_sign(text, from, at)) > from;) {
        int line = is_line(text->points[--at]);
        while (at > from && (line ? is_line(text->points[at - 1]) : is_stop(text->points[at - 1]))) at--;
        sentence_break found = break_at(text, at);
        size_t end = sure_end(text, &found, place);
        if (end) return end;
    }
    return from;
}

stretch sentence_around(const sentence_text *text, size_t from, size_t place) {
    size_t start = sure_beginning(text, from, place);
    for (size_t passed = start; (passed = next_sign(text, passed)) < text->size;) {
        sentence_break found = break_at(text, passed);
        size_t end = found.line ? found.first : end_at(text, start, &found);
        passed = found.end;
        if (end > place) return (stretch){start, end};
        if (end || found.line) start = found.line ? found.end : end;
    }
    return (stretch){start, text->size};
}
