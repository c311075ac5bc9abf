#include "observing.h"

#include "splitting.h"

enum { SHORTEST_REST = 3, CONTEXT = 24, GAP = 2, TYPESET_APOSTROPHE = 0x2019 };

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

/* Take a byte into a checksum, four bits at a time. */
static inline uint32_t add_byte(uint32_t sum, unsigned byte) {
    static const uint32_t HALVES[16] = {0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
                                        0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
                                        0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c};
    sum ^= byte;
    sum = HALVES[sum & 15] ^ sum >> 4;
    return HALVES[sum & 15] ^ sum >> 4;
}

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
