/* See pieces.h. */
#include "pieces.h"

#include <stdlib.h>
#include <string.h>

#include "loops.h"

enum { SIGN = 0 };

/* Of ASCII: letters small, figures, hyphens, what is space to Python's str.isspace; all else is a sign. */
static const uint8_t LOW[128] = {
    [9] = ' ', [10] = ' ', [11] = ' ', [12] = ' ', [13] = ' ', [28] = ' ', [29] = ' ', [30] = ' ', [31] = ' ',
    [' '] = ' ', ['-'] = '-',
    ['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5', ['6'] = '6',
    ['7'] = '7', ['8'] = '8', ['9'] = '9', ['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd',
    ['E'] = 'e', ['F'] = 'f', ['G'] = 'g', ['H'] = 'h', ['I'] = 'i', ['J'] = 'j', ['K'] = 'k',
    ['L'] = 'l', ['M'] = 'm', ['N'] = 'n', ['O'] = 'o', ['P'] = 'p', ['Q'] = 'q', ['R'] = 'r',
    ['S'] = 's', ['T'] = 't', ['U'] = 'u', ['V'] = 'v', ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y',
    ['Z'] = 'z', ['a'] = 'a', ['b'] = 'b', ['c'] = 'c', ['d'] = 'd', ['e'] = 'e', ['f'] = 'f',
    ['g'] = 'g', ['h'] = 'h', ['i'] = 'i', ['j'] = 'j', ['k'] = 'k', ['l'] = 'l', ['m'] = 'm',
    ['n'] = 'n', ['o'] = 'o', ['p'] = 'p', ['q'] = 'q', ['r'] = 'r', ['s'] = 's', ['t'] = 't',
    ['u'] = 'u', ['v'] = 'v', ['w'] = 'w', ['x'] = 'x', ['y'] = 'y', ['z'] = 'z',
};

static int is_letter_or_figure(uint8_t low) { return low >= '0'; }

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

/* Write `low` and `marked`, and the letters, figures and spaces alone; returns how many these are. */
static size_t simplify(piece_search *search, uint8_t *squeezed) {
    byte_string text = search->text;
    uint8_t *low = search->low;
    size_t kept = 0;
    for (size_t i = 0; i < text.size;) {
        uint8_t byte = text.bytes[i];
        if (byte < 0x80) {
            uint8_t small = LOW[byte];
            low[i++] = small;
            squeezed[kept] = small; /* without a branch */
            kept += small == ' ' || is_letter_or_figure(small);
            continue;
        }
        size_t taken;
        uint32_t point = wide_point(text, i, &taken);
        int space = is_wide_space(point);
        memset(low + i, space ? ' ' : SIGN, taken);
        if (space) squeezed[kept++] = ' ';
        else if (is_odd(point)) search->marked[i] = 1;
        i += taken;
    }
    return kept;
}

static void mark_hyphens(piece_search *search) {
    const uint8_t *low = search->low, *at = low;
    size_t size = search->text.size;
    while (at < low + size && (at = memchr(at, '-', (size_t)(low + size - at)))) {
        size_t i = (size_t)(at - low);
        if (i && i + 1 < size && is_letter_or_figure(low[i - 1]) && is_letter_or_figure(low[i + 1]))
            search->marked[i] = 1;
        at++;
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

/* How often a trace is in a text, none of them over another; marks where it begins, unless `marked` is NULL. */
static size_t count(const uint8_t *text, size_t size, byte_string trace, size_t rare, uint8_t *marked) {
    size_t found = 0, from = rare;
    while (from < size) {
        const uint8_t *at = memchr(text + from, trace.bytes[rare], size - from);
        if (!at) break;
        size_t start = (size_t)(at - text) - rare;
        if (trace.size > size - start) break;
        if (memcmp(text + start, trace.bytes, trace.size)) {
            from = start + rare + 1;
            continue;
        }
        if (marked) marked[start] = 1;
        found++;
        from = start + trace.size + rare;
    }
    return found;
}

int begin_pieces(piece_search *search, byte_string text, const byte_string *traces, size_t number) {
    *search = (piece_search){.text = text};
    search->low = malloc(text.size + 1);
    search->marked = calloc(text.size + 1, 1);
    uint8_t *squeezed = malloc(text.size + 1);
    int told = search->low && search->marked && squeezed ? CAN_TELL : NO_MEMORY;
    if (told == CAN_TELL) {
        size_t kept = simplify(search, squeezed);
        mark_hyphens(search);
        for (size_t i = 0; i < number && told == CAN_TELL; i++) {
            if (!traces[i].size) continue;
            size_t rare = rarest(traces[i]);
            size_t shown = count(search->low, text.size, traces[i], rare, search->marked);
            if (count(squeezed, kept, traces[i], rare, NULL) != shown) told = CANNOT_TELL;
        }
    }
    free(squeezed);
    return told;
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
    for (; search->counted < first; search->counted++)
        search->characters += (search->text.bytes[search->counted] & 0xc0) != 0x80;
    found->start = search->characters;
    search->at = found->end;
    return 1;
}

void end_pieces(piece_search *search) {
    free(search->low);
    free(search->marked);
}
