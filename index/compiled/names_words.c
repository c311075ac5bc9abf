#include "names.h"

#include <string.h>


unsigned class_of(const named_text *text, size_t place, size_t *next) {
    size_t bytes;
    *next = place;
    if (place >= text->size) return 0;
    int class = class_of_point(text->classes, point_at(text->bytes + place, text->size - place, &bytes));
    *next = place + bytes;
    return class < 0 ? 0 : (unsigned)class;
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

uint16_t wide_gap_bits(const named_text *text, size_t begin, size_t end) {
    const uint8_t *gap = text->bytes + begin;
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

/* Which is first in the order of bytes: negative where these of a text are, zero where the form begins with them. */
static int compare_form(const name_tables *tables, size_t form, const uint8_t *bytes, size_t size) {
    size_t from = form ? tables->letter_ends[form - 1] : 0, length = tables->letter_ends[form] - from;
    int order = memcmp(bytes, tables->letters + from, size < length ? size : length);
    return order ? order : size > length;
}

/* The first form of some that is not before these bytes; `past`: that does not begin with them either. */
static size_t first_form(const name_tables *tables, form_range forms, const uint8_t *bytes, size_t size, int past) {
    size_t low = forms.first, high = forms.last;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare_form(tables, middle, bytes, size);
        if (order > 0 || (past && !order))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The longest form that these bytes begin with, −1 for none, of a form and those inside it. */
static int64_t form_within(const name_tables *tables, int64_t form, const uint8_t *bytes, size_t size) {
    for (; form >= 0; form = tables->inner[form]) {
        size_t from = form ? tables->letter_ends[form - 1] : 0, length = tables->letter_ends[form] - from;
        if (length <= size && !memcmp(bytes, tables->letters + from, length)) break;
    }
    return form;
}

int may_start_form(const name_tables *tables, const uint8_t *word, size_t size, form_range *forms) {
    form_range all = {0, (uint32_t)tables->forms};
    *forms = (form_range){0, 0};
    if (!size || !tables->begins[word[0]]) return 0;
    forms->first = (uint32_t)first_form(tables, all, word, size, 0);
    all.first = forms->first;
    forms->last = (uint32_t)first_form(tables, all, word, size, 1);
    return forms->first < forms->last || form_within(tables, (int64_t)forms->first - 1, word, size) >= 0;
}

/* The longest curated form that starts at a byte as a whole word, and where it ends; −1 for none. `forms` are those
   that begin with the word there. */
static int64_t longest_form(const named_text *text, size_t place, form_range forms, size_t *end) {
    const name_tables *tables = text->tables;
    const uint8_t *bytes = text->bytes + place;
    size_t size = text->size - place;
    if (!divides(text, place, LEFT)) return -1;
    /* Any form that the text goes on with is one that the last form before it in order begins with. */
    int64_t form = (int64_t)first_form(tables, forms, bytes, size, 0);
    if (form == forms.last || compare_form(tables, (size_t)form, bytes, size)) form--;
    while ((form = form_within(tables, form, bytes, size)) >= 0) {
        *end = place + tables->letter_ends[form] - (form ? tables->letter_ends[form - 1] : 0);
        if (divides(text, *end, RIGHT)) return form;
        form = tables->inner[form];
    }
    return -1;
}

void match_word(named_text *text, size_t number, const form_range *forms) {
    text_word *word = &text->words[number];
    size_t end, after = number;
    form_range all = {0, (uint32_t)text->tables->forms};
    int64_t form = longest_form(text, word->begin, forms ? *forms : all, &end);
    if (form < 0) return;
    while (after < text->count && text->words[after].end <= end) after++;
    word->form = (int32_t)form;
    word->form_end = (uint32_t)after;
    word->traits |= MATCHED;
}

size_t match_title(const named_text *title, int32_t *actors) {
    size_t count = 0, end = 0, next, behind;
    form_range all = {0, (uint32_t)title->tables->forms};
    for (size_t place = 0; place < title->size; place = next) {
        class_of(title, place, &next);
        if (place < end || !title->tables->begins[title->bytes[place]]) continue;
        int32_t actor = meant_by(title, (int32_t)longest_form(title, place, all, &behind));
        if (actor < 0) continue;
        actors[count++] = actor;
        end = behind;
    }
    return count;
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
