#include "observing.h"

#include "splitting.h"

enum { SHORTEST_REST = 3, CONTEXT = 24, GAP = 2, TYPESET_APOSTROPHE = 0x2019 };
/* Dashes, quotation marks and points of printers: none is a letter, and none a blank. */
enum { FIRST_SIGN = 0x2010, LAST_SIGN = 0x2027 };

int is_known(const observed_text *text) {
    uint32_t most = 0;
    for (size_t i = 0; i < text->size; i++)
        if (text->points[i] > most) most = text->points[i];
    return most < text->known;
}

static inline unsigned class_at(const observed_text *text, size_t place) { return text->classes[text->points[place]]; }

/* Whether Python's \w takes it. */
static inline int is_word(const observed_text *text, size_t place) {
    return (class_at(text, place) & (IN_WORD | UNDERSCORE)) != 0;
}

static inline int is_letter(const observed_text *text, size_t place) {
    return (class_at(text, place) & BEHIND_APOSTROPHE) != 0;
}

/* ---- names -------------------------------------------------------------------------------------------- */

/* What each byte does to a CRC-32; filled once, before anything is summed up. */
static uint32_t crc_of_byte[256];

void fill_sums(void) {
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t sum = byte;
        for (int bit = 0; bit < 8; bit++) sum = sum & 1 ? sum >> 1 ^ 0xedb88320u : sum >> 1;
        crc_of_byte[byte] = sum;
    }
}

static inline uint32_t add_byte(uint32_t sum, unsigned byte) { return crc_of_byte[(sum ^ byte) & 0xff] ^ sum >> 8; }

/* Sum up the small letters of a name; false where it has others than plain ones. */
static int sum_name(const observed_text *text, text_span at, uint32_t *sum) {
    *sum = 0xffffffffu;
    for (size_t i = at.begin; i < at.end; i++) {
        uint32_t point = text->points[i];
        if (point == TYPESET_APOSTROPHE) {
            *sum = add_byte(add_byte(add_byte(*sum, 0xe2), 0x80), 0x99);
            continue;
        }
        if (point >= 0x80) return 0;
        *sum = add_byte(*sum, point >= 'A' && point <= 'Z' ? point + 32 : point);
    }
    *sum = ~*sum;
    return 1;
}

int next_name(const observed_text *text, size_t *place, text_name *found) {
    size_t i = *place;
    int inside = i && is_word(text, i - 1);
    for (; i < text->size; inside = is_word(text, i), i++) {
        uint32_t first = text->points[i];
        if (inside || first < 'A' || first > 'Z') continue;
        size_t end = i + 1;
        while (end < text->size &&
               (is_word(text, end) || text->points[end] == '\'' || text->points[end] == TYPESET_APOSTROPHE))
            end++;
        if (end - i <= SHORTEST_REST) continue;
        found->at = (text_span){i, end};
        found->plain = sum_name(text, found->at, &found->sum);
        *place = end;
        return 1;
    }
    *place = i;
    return 0;
}

/* ---- words beside a span ------------------------------------------------------------------------------ */

static inline int is_gap(uint32_t point) { return point == ' ' || point == ','; }

text_span word_before(const observed_text *text, size_t place) {
    size_t least = place > CONTEXT ? place - CONTEXT : 0, end = place;
    if (end > least && text->points[end - 1] == '\n') end--;
    size_t behind = end;
    while (end > least && (is_gap(text->points[end - 1]) || text->points[end - 1] == '.')) end--;
    if (behind - end < 1 || behind - end > GAP) return (text_span){end, end};
    while (end > least && class_at(text, end - 1) & BLANK) end--;
    size_t begin = end;
    while (begin > least && is_letter(text, begin - 1)) begin--;
    return (text_span){begin, end};
}

text_span word_after(const observed_text *text, size_t place) {
    size_t most = text->size - place > CONTEXT ? place + CONTEXT : text->size, begin = place;
    while (begin < most && begin - place < GAP && is_gap(text->points[begin])) begin++;
    size_t end = begin;
    if (begin > place)
        while (end < most && is_letter(text, end)) end++;
    return (text_span){begin, end};
}

/* ---- lines at the edges ------------------------------------------------------------------------------- */

static inline int is_blank(const observed_text *text, size_t place) { return (class_at(text, place) & BLANK) != 0; }

static int is_blank_line(const observed_text *text, text_span line) {
    for (size_t i = line.begin; i < line.end; i++)
        if (!is_blank(text, i)) return 0;
    return 1;
}

/* The next line from a place on that is not blank; false where none is. */
static int line_from(const observed_text *text, size_t place, text_span *line) {
    for (; place <= text->size; place = line->end + 1) {
        line->begin = line->end = place;
        while (line->end < text->size && text->points[line->end] != '\n') line->end++;
        if (!is_blank_line(text, *line)) return 1;
    }
    return 0;
}

/* The last line that ends before or at a place, not before another, and is not blank; false where none is. */
static int line_before(const observed_text *text, size_t least, size_t place, text_span *line) {
    for (;;) {
        line->begin = line->end = place;
        while (line->begin > least && text->points[line->begin - 1] != '\n') line->begin--;
        if (!is_blank_line(text, *line)) return 1;
        if (line->begin == least) return 0;
        place = line->begin - 1;
    }
}

size_t edge_lines(const observed_text *text, text_span lines[HEAD_LINES + FOOT_LINES]) {
    text_span foot[FOOT_LINES];
    size_t count = 0, feet = 0, least = 0, place = text->size;
    while (count < HEAD_LINES && line_from(text, least, &lines[count])) least = lines[count++].end + 1;
    if (count < HEAD_LINES) return count;
    while (feet < FOOT_LINES && place + 1 > least && line_before(text, least, place, &foot[feet])) {
        size_t begin = foot[feet++].begin;
        if (begin == least) break;
        place = begin - 1;
    }
    while (feet > 0) lines[count++] = foot[--feet];
    return count;
}

enum { ADLER = 65521 };

static inline void add_to_line(line_sums *sums, unsigned byte) {
    uint32_t low = (sums->adler & 0xffff) + byte, high = sums->adler >> 16;
    if (low >= ADLER) low -= ADLER;
    high += low;
    if (high >= ADLER) high -= ADLER;
    sums->adler = high << 16 | low;
    sums->crc = add_byte(sums->crc, byte);
}

int sum_line(const observed_text *text, text_span line, line_sums *sums) {
    int begun = 0, blank = 0;
    sums->crc = ~sums->crc;
    for (size_t i = line.begin; i < line.end; i++) {
        uint32_t point = text->points[i];
        if (is_blank(text, i)) {
            blank = begun;
            continue;
        }
        if (blank) add_to_line(sums, ' ');
        begun = 1;
        blank = 0;
        if (point >= FIRST_SIGN && point <= LAST_SIGN) {
            add_to_line(sums, 0xe2);
            add_to_line(sums, 0x80);
            add_to_line(sums, 0x80 | (point & 0x3f));
        } else if (point < 0x80) {
            add_to_line(sums, point >= 'A' && point <= 'Z' ? point + 32 : point);
        } else {
            return 0;
        }
    }
    sums->crc = ~sums->crc;
    return 1;
}
