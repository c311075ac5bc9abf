/* See pieces.h. */
#include "pieces.h"

#include <stdlib.h>
#include <string.h>

#include "loops.h"

/* What `low` has besides small letters, figures, blanks and hyphens. */
enum { SIGN = 0, WIDE = 1 };

static int is_letter_or_figure(uint8_t low) { return low >= '0'; }

static int is_between(uint8_t byte, uint8_t first, uint8_t last) { return (byte >= first) & (byte <= last); }

/* Write `low`, WIDE for what is not ASCII; returns whether anything is. Without a branch, so that a compiler makes
   vectors of it: 16 letters in the time of one. */
static int lower(const uint8_t *restrict text, size_t size, uint8_t *restrict low) {
    uint8_t wide = 0;
    for (size_t i = 0; i < size; i++) {
        uint8_t byte = text[i], small = byte | 0x20;
        int letter = is_between(small, 'a', 'z'), same = is_between(byte, '0', '9') | (byte == '-');
        int space = (byte == ' ') | is_between(byte, '\t', '\r') | is_between(byte, 0x1c, 0x1f);
        low[i] = (uint8_t)(letter ? small : same ? byte : space ? ' ' : byte >= 0x80 ? WIDE : SIGN);
        wide |= byte;
    }
    return wide >= 0x80;
}

/* What is space of all that is not ASCII. */
static int is_wide_space(uint32_t point) {
    return point == 0x85 || point == 0xa0 || point == 0x1680 || (point >= 0x2000 && point <= 0x200a) ||
           point == 0x2028 || point == 0x2029 || point == 0x202f || point == 0x205f || point == 0x3000;
}

/* Anything but ASCII makes a word be looked at, but for U+2000 to U+203F without the hyphens among them. */
static int is_odd(uint32_t point) {
    return point < 0x2000 || point == 0x2010 || point == 0x2011 || point > 0x203f;
}

/* The code point that begins at a byte of 0x80 or more, and how many bytes it takes. */
static uint32_t wide_point(byte_string text, size_t at, size_t *taken) {
    uint8_t lead = text.bytes[at];
    size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
    if (size > text.size - at) size = text.size - at;
    uint32_t point = size > 1 ? lead & (0x7fu >> size) : lead;
    for (size_t i = 1; i < size; i++) point = point << 6 | (text.bytes[at + i] & 0x3fu);
    *taken = size;
    return point;
}

/* Say what stands where `low` is WIDE: a space, a sign, or something odd, which is marked. */
static void narrow(piece_search *search) {
    uint8_t *low = search->low, *end = low + search->text.size, *at = low;
    while ((at = memchr(at, WIDE, (size_t)(end - at)))) {
        size_t taken, i = (size_t)(at - low);
        uint32_t point = wide_point(search->text, i, &taken);
        int space = is_wide_space(point);
        memset(at, space ? ' ' : SIGN, taken);
        if (!space && is_odd(point)) search->marked[i] = 1;
        at += taken;
    }
}

/* The place of the letter of a trace that is rarest in texts: searched for, it is found least often in vain. */
static size_t rarest(byte_string trace) {
    static const char COMMON[] = "aneitkdursmlpgbhoyjcwfvzqx";
    size_t best = 0, most = 0;
    for (size_t i = 0; i < trace.size; i++) {
        const char *found = trace.bytes[i] ? strchr(COMMON, trace.bytes[i]) : NULL;
        size_t rank = found ? (size_t)(found - COMMON) + 1 : sizeof COMMON;
        if (rank > most) {
            most = rank;
            best = i;
        }
    }
    return best;
}

/* Where a trace first begins in a text, from some place on; `size` where it does not. */
static size_t find(const uint8_t *text, size_t from, size_t size, byte_string trace, size_t rare) {
    if (!trace.size || trace.size > size) return size;
    for (size_t at = from + rare, last = size - trace.size + rare; at <= last; at++) {
        const uint8_t *found = memchr(text + at, trace.bytes[rare], last + 1 - at);
        if (!found) break;
        at = (size_t)(found - text);
        if (!memcmp(found - rare, trace.bytes, trace.size)) return at - rare;
    }
    return size;
}

/* Mark a piece in which signs stand between letters, if a trace is in it without its signs; returns where the
   piece ends. */
static size_t mark_interrupted(piece_search *search, size_t at, const byte_string *traces, size_t number) {
    const uint8_t *low = search->low;
    size_t size = search->text.size, start = at, kept = 0;
    while (start && low[start - 1] != ' ') start--;
    for (at = start; at < size && low[at] != ' '; at++)
        if (is_letter_or_figure(low[at])) search->squeezed[kept++] = low[at];
    for (size_t i = 0; i < number && !search->marked[start]; i++)
        if (find(search->squeezed, 0, kept, traces[i], 0) < kept) search->marked[start] = 1;
    return at;
}

/* Look at each place where a sign stands, or a hyphen, and letters or figures on both sides. */
static void mark_signs(piece_search *search, uint8_t sign, const byte_string *traces, size_t number) {
    const uint8_t *low = search->low, *found;
    size_t size = search->text.size, at = 1, looked_at = 0;
    while (at + 1 < size && (found = memchr(low + at, sign, size - 1 - at))) {
        at = (size_t)(found - low);
        size_t last = at;
        while (last + 1 < size && (low[last + 1] == SIGN || low[last + 1] == '-')) last++;
        size_t first = at;
        while (first && (low[first - 1] == SIGN || low[first - 1] == '-')) first--;
        int between = first && last + 1 < size && is_letter_or_figure(low[first - 1]) &&
                      is_letter_or_figure(low[last + 1]);
        if (between && sign == '-' && first == last) search->marked[at] = 1;
        at = last + 1;
        if (between && at > looked_at) looked_at = mark_interrupted(search, at, traces, number);
    }
}

int begin_pieces(piece_search *search, byte_string text, const byte_string *traces, size_t number) {
    *search = (piece_search){.text = text};
    search->low = malloc(3 * (text.size + 1));
    if (!search->low) return NO_MEMORY;
    search->marked = search->low + text.size + 1;
    search->squeezed = search->marked + text.size + 1;
    memset(search->marked, 0, text.size + 1);
    search->wide = lower(text.bytes, text.size, search->low);
    if (search->wide) narrow(search);
    mark_signs(search, '-', traces, number);
    mark_signs(search, SIGN, traces, number);
    for (size_t i = 0; i < number; i++) {
        size_t rare = rarest(traces[i]), at = 0;
        while ((at = find(search->low, at, text.size, traces[i], rare)) < text.size) {
            search->marked[at] = 1;
            at += traces[i].size;
        }
    }
    return 0;
}

/* How many code points so many bytes are. */
static size_t points_in(const uint8_t *bytes, size_t size) {
    size_t points = 0;
    for (size_t i = 0; i < size; i++) points += (bytes[i] & 0xc0) != 0x80;
    return points;
}

int next_piece(piece_search *search, piece *found) {
    size_t size = search->text.size, at = search->at;
    const uint8_t *low = search->low;
    const uint8_t *marked = at < size ? memchr(search->marked + at, 1, size - at) : NULL;
    if (!marked) return 0;
    size_t first = (size_t)(marked - search->marked);
    const uint8_t *space = memchr(low + first, ' ', size - first);
    found->end = space ? (size_t)(space - low) : size;
    while (first > at && low[first - 1] != ' ') first--;
    found->first = first;
    size_t passed = first - search->counted;
    search->characters += search->wide ? points_in(search->text.bytes + search->counted, passed) : passed;
    search->counted = first;
    found->start = search->characters;
    search->at = found->end;
    return 1;
}

void end_pieces(piece_search *search) { free(search->low); }
