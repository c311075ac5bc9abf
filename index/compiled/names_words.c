#include "names.h"

#include <string.h>

#include "splitting.h"

unsigned class_of(const named_text *text, size_t place, size_t *next) {
    *next = place;
    if (place >= text->size) return 0;
    const uint8_t *at = text->bytes + place;
    size_t letter = *at, more = letter < 0xc0 ? 0 : letter < 0xe0 ? 1 : letter < 0xf0 ? 2 : 3;
    if (more >= text->size - place) more = text->size - place - 1;
    if (more) letter &= 0x3fu >> more;
    for (size_t i = 1; i <= more; i++) letter = letter << 6 | (at[i] & 0x3f);
    *next = place + 1 + more;
    return letter < text->known_classes ? text->classes[letter] : 0;
}

/* The bits of a gap by what it says without the blanks around it. */
static unsigned bits_inside(const named_text *text, size_t begin, size_t end) {
    size_t from = end, to = begin, next;
    unsigned bits = begin == end ? GAP_SENTENCE : 0;
    for (size_t place = begin; place < end; place = next) {
        unsigned class = class_of(text, place, &next);
        if (class & SENTENCE_END) bits |= GAP_SENTENCE;
        if (class & BLANK) continue;
        if (from == end) from = place;
        to = next;
    }
    if (from == end) return bits | GAP_BLANK;
    uint8_t last = text->bytes[to - 1];
    if (last == '(') bits |= GAP_ENDS_OPEN;
    if (to - from > 1) return bits;
    return bits | (last == ',' ? GAP_ONE_COMMA : last == '.' ? GAP_ONE_DOT : last == '(' ? GAP_ONE_OPEN : 0);
}

/* The bits of a gap by what it says to the letter. */
static unsigned bits_as_written(const uint8_t *gap, size_t size) {
    static const struct {
        const char *gap;
        unsigned bits;
    } KNOWN_GAPS[] = {
        {" ", GAP_SPACE | GAP_BODY | GAP_PLACE},
        {"-", GAP_HYPHEN | GAP_BODY | GAP_PLACE},
        {"/", GAP_BODY | GAP_PLACE},
        {" / ", GAP_BODY},
        {" & ", GAP_BODY},
        {", ", GAP_COMMA | GAP_COMMA_SPACE},
        {" , ", GAP_COMMA},
        {". ", GAP_DOT_SPACE},
        {".", GAP_DOT},
        {" (", GAP_OPEN | GAP_OPENED},
        {" ( ", GAP_OPENED},
    };
    for (size_t i = 0; i < sizeof KNOWN_GAPS / sizeof *KNOWN_GAPS; i++)
        if (strlen(KNOWN_GAPS[i].gap) == size && !memcmp(KNOWN_GAPS[i].gap, gap, size)) return KNOWN_GAPS[i].bits;
    return 0;
}

uint16_t gap_bits(const named_text *text, size_t begin, size_t end) {
    const uint8_t *gap = text->bytes + begin;
    if (end - begin == 1 && *gap == ' ') return GAP_SPACE | GAP_BODY | GAP_PLACE | GAP_BLANK;
    if (end - begin == 2 && gap[0] == ',' && gap[1] == ' ') return GAP_COMMA | GAP_COMMA_SPACE | GAP_ONE_COMMA;
    return (uint16_t)(bits_inside(text, begin, end) | bits_as_written(gap, end - begin));
}

/* Whether a curated form that starts or ends at a byte is a whole word there: a letter or a digit on its other
   side (`outside`) tears it out of one, unless a capital behind a small letter says that a space was lost. */
enum { LEFT, RIGHT };
static int divides(const named_text *text, size_t place, int outside) {
    if (!place || place >= text->size) return 1;
    size_t next, before = place - 1;
    while (before && (text->bytes[before] & 0xc0) == 0x80) before--;
    unsigned left = class_of(text, before, &next), right = class_of(text, place, &next);
    if (!((outside == LEFT ? left : right) & IN_WORD)) return 1;
    return right & CAPITAL_LETTER && left & SMALL_LETTER;
}

void match_word(named_text *text, size_t number, const uint32_t *forms, size_t count) {
    const name_tables *tables = text->tables;
    text_word *word = &text->words[number];
    for (size_t i = 0; i < count; i++) {
        uint32_t form = forms[i], from = form ? tables->letter_ends[form - 1] : 0;
        size_t size = tables->letter_ends[form] - from, end = word->begin + size;
        if (size > text->size - word->begin || memcmp(text->bytes + word->begin, tables->letters + from, size))
            continue;
        if (!divides(text, word->begin, LEFT) || !divides(text, end, RIGHT)) continue;
        size_t after = number;
        while (after < text->count && text->words[after].end <= end) after++;
        word->form = (int32_t)form;
        word->form_end = (uint32_t)after;
        word->traits |= MATCHED;
        return;
    }
}

unsigned pair_of(const named_text *text, size_t number) {
    uint32_t left = text->words[number].pair, right = text->words[number + 1].pair, key = left << 16 | right;
    if (!left || !right) return 0;
    const uint32_t *keys = text->tables->pair_keys;
    size_t low = 0, high = text->tables->pairs;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (keys[middle] < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low < text->tables->pairs && keys[low] == key ? text->tables->pair_values[low] : 0;
}
