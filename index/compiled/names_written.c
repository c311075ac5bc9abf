/* How names are written: what a span says, what it is shortened to, and the id of a name. */
#include "settling.h"

#include <string.h>

size_t write_name(const named_text *text, const name_span *span, uint8_t *letters) {
    size_t begin = text->words[span->first].begin, end = span->stop, next, size = 0;
    if (span->shortened) end = text->words[span->core - 1].end;
    for (size_t place = begin; place < end; place = next) {
        if (class_of(text, place, &next) & BLANK) {
            if (size && letters[size - 1] != ' ') letters[size++] = ' ';
        } else {
            memcpy(letters + size, text->bytes + place, next - place);
            size += next - place;
        }
    }
    return size && letters[size - 1] == ' ' ? size - 1 : size;
}

chunk_slice short_of(const named_text *text, const name_span *span) {
    const text_word *word = &text->words[span->core];
    return (chunk_slice){text->bytes + word->begin, span->shortened ? word->end - word->begin : 0};
}

size_t write_id(chunk_slice name, uint8_t *id) {
    uint8_t before = '-';
    for (size_t i = 0; i < name.size; i++) {
        uint8_t letter = name.bytes[i];
        if ('A' <= letter && letter <= 'Z') letter |= 32;
        if (letter == ' ') letter = '-';
        int plain = ('a' <= letter && letter <= 'z') || ('0' <= letter && letter <= '9');
        if (!plain && (letter != '-' || before == '-')) return 0;
        id[i] = before = letter;
    }
    return before == '-' ? 0 : name.size;
}
