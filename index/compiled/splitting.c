#include "splitting.h"

#include <string.h>

/* The class of what stands at a place, and how many bytes it takes; 0 bytes at the end of the text. */
static inline unsigned class_at(split_reader *text, size_t place, size_t *bytes) {
    *bytes = 0;
    if (place >= text->size) return 0;
    size_t point = point_at(text->bytes + place, text->size - place, bytes);
    int class = class_of_point(text->classes, point);
    if (class >= 0) return (unsigned)class;
    text->unknown = point;
    return 0;
}

/* Go past all that are of a class. */
static inline void skip(split_reader *text, unsigned class) {
    const uint8_t *bytes = text->bytes, *near = text->classes->near;
    size_t taken;
    for (;;) {
        size_t place = text->place, first = place;
        while (place < text->size && bytes[place] < 0x80 && near[bytes[place]] & class) place++;
        text->points += place - first;
        text->place = place;
        if (place >= text->size || bytes[place] < 0x80 || !(class_at(text, place, &taken) & class)) return;
        text->place += taken;
        text->points++;
    }
}

/* Whether an ending of a web address stands behind the dot at the place, and how long it is with its dot. */
static size_t address_end(split_reader *text) {
    static const char *const ENDINGS[] = {"com", "net", "org", "id", "tv", "co.id", "co", "go.id"};
    const uint8_t *at = text->bytes + text->place + 1;
    size_t left = text->size - text->place - 1, bytes;
    for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++) {
        size_t length = strlen(ENDINGS[i]), same = 0;
        if (length > left) continue;
        while (same < length && (at[same] == (uint8_t)ENDINGS[i][same] ||
                                 (ENDINGS[i][same] != '.' && at[same] == (uint8_t)(ENDINGS[i][same] - 32))))
            same++;
        if (same == length && !(class_at(text, text->place + 1 + length, &bytes) & IN_WORD)) return length + 1;
    }
    return 0;
}

int next_word(split_reader *text, split_word *found) {
    size_t before = text->place, bytes;
    unsigned class;
    while (!((class = class_at(text, text->place, &bytes)) & IN_WORD)) {
        if (!bytes || text->unknown) return 0;
        text->strange |= class & UNDERSCORE;
        text->place += bytes;
        text->points++;
    }
    if (text->place == before && before) text->strange = 1;
    found->begin = text->place;
    found->first = text->points;
    skip(text, IN_WORD);
    if (text->place < text->size && text->bytes[text->place] == ' ') { /* as most end */
        found->end = text->place;
        found->last = text->points;
        return !text->unknown;
    }
    while (class_at(text, text->place, &bytes) & APOSTROPHE) {
        size_t letter;
        if (!(class_at(text, text->place + bytes, &letter) & BEHIND_APOSTROPHE)) break;
        text->place += bytes;
        text->points++;
        skip(text, BEHIND_APOSTROPHE);
    }
    if (text->place < text->size && text->bytes[text->place] == '.') {
        size_t ending = address_end(text);
        text->place += ending;
        text->points += ending;
    }
    found->end = text->place;
    found->last = text->points;
    return !text->unknown;
}
