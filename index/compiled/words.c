#include "words.h"

#include <stdlib.h>
#include <string.h>

enum { FEWEST_SLOTS = 1 << 10, FEWEST_BYTES = 1 << 14 };
static const uint64_t ODD = 0x9e3779b97f4a7c15u;

/* The class of what stands at the place of the text, and where the next is; −1 for one that is not known. */
static inline int class_at(const text_reader *text, size_t place, size_t *next) {
    const uint8_t *at = text->bytes + place;
    size_t letter = *at, more = 0;
    if (letter >= 0xf0) {
        more = 3;
        letter &= 0x07;
    } else if (letter >= 0xe0) {
        more = 2;
        letter &= 0x0f;
    } else if (letter >= 0xc0) {
        more = 1;
        letter &= 0x1f;
    }
    if (more >= text->size - place) more = text->size - place - 1;
    for (size_t i = 1; i <= more; i++) letter = letter << 6 | (at[i] & 0x3f);
    *next = place + 1 + more;
    return letter < text->known ? text->classes[letter] : -1;
}

/* Go past all that are of a class, and perhaps of the other too; the class of what is behind, BETWEEN at the end
   of the text. */
static inline int skip(const text_reader *text, size_t *place, int class) {
    while (*place < text->size) {
        size_t next;
        int found = class_at(text, *place, &next);
        if (found < 0 || !(found & class)) return found;
        *place = next;
    }
    return BETWEEN;
}

int next_chunk(text_reader *text, chunk_slice *found) {
    size_t place = text->place, next = place;
    int class = BETWEEN;
    while (place < text->size && !((class = class_at(text, place, &next)) & LETTER)) place = next;
    if (class < 0) return UNKNOWN_LETTER;
    text->place = place;
    if (place >= text->size) return NO_CHUNK;
    size_t begin = place, end;
    do {
        class = skip(text, &place, LETTER);
        end = place;
        if (class == JOINER) class = skip(text, &place, JOINER);
        if (class < 0) return UNKNOWN_LETTER;
    } while (class & LETTER);
    *found = (chunk_slice){text->bytes + begin, end - begin};
    text->place = end;
    return CHUNK;
}

static inline uint64_t read_bytes(const uint8_t *from, size_t number) {
    uint64_t value = 0;
    memcpy(&value, from, number);
    return value;
}

/* The product of two words as 128 bits, its halves mixed. */
static inline uint64_t mixed(uint64_t a, uint64_t b) {
    uint64_t low = (a & UINT32_MAX) * (b & UINT32_MAX), high = (a >> 32) * (b >> 32);
    uint64_t one = (a >> 32) * (b & UINT32_MAX), other = (a & UINT32_MAX) * (b >> 32);
    uint64_t middle = (low >> 32) + (one & UINT32_MAX) + (other & UINT32_MAX);
    low = (low & UINT32_MAX) | middle << 32;
    high += (one >> 32) + (other >> 32) + (middle >> 32);
    return low ^ high;
}

uint64_t hash_chunk(const chunk_table *table, chunk_slice chunk) {
    uint64_t hash = table->secret ^ chunk.size;
    const uint8_t *at = chunk.bytes;
    size_t left = chunk.size;
    for (; left > 8; at += 8, left -= 8) hash = mixed(hash ^ read_bytes(at, 8), table->secret | 1) + ODD;
    uint64_t last = left == 8 ? read_bytes(at, 8) : 0;
    if (left >= 4 && left < 8) last = read_bytes(at, 4) | read_bytes(at + left - 4, 4) << 32;
    if (left && left < 4) last = (uint64_t)at[0] | (uint64_t)at[left / 2] << 8 | (uint64_t)at[left - 1] << 16;
    hash = mixed(hash ^ last, table->secret | 1);
    return mixed(hash ^ ODD, hash | 1);
}

static inline size_t first_slot(const chunk_table *table, uint64_t hash) { return (size_t)hash & table->mask; }

int64_t find_chunk(const chunk_table *table, chunk_slice chunk, uint64_t hash) {
    if (!table->slots) return -1;
    for (size_t slot = first_slot(table, hash);; slot = (slot + 1) & table->mask) {
        uint64_t found = table->slots[slot];
        if (!found) return -1;
        if (found >> 32 != hash >> 32) continue;
        size_t number = (size_t)(found & UINT32_MAX) - 1, begin = number ? table->ends[number - 1] : 0;
        if (table->ends[number] - begin == chunk.size && !memcmp(table->bytes + begin, chunk.bytes, chunk.size))
            return (int64_t)number;
    }
}

static void put(const uint64_t entry, uint64_t *slots, size_t mask, uint64_t hash) {
    size_t slot = (size_t)hash & mask;
    while (slots[slot]) slot = (slot + 1) & mask;
    slots[slot] = entry;
}

static int grow_slots(chunk_table *table) {
    size_t size = table->slots ? (table->mask + 1) * 2 : FEWEST_SLOTS;
    uint64_t *slots = calloc(size, sizeof *slots);
    if (!slots) return 0;
    for (size_t number = 0; number < table->count; number++) {
        size_t begin = number ? table->ends[number - 1] : 0;
        uint64_t hash = hash_chunk(table, (chunk_slice){table->bytes + begin, table->ends[number] - begin});
        put((hash >> 32 << 32) | (number + 1), slots, size - 1, hash);
    }
    free(table->slots);
    table->slots = slots;
    table->mask = size - 1;
    return 1;
}

static int grow_ends(chunk_table *table) {
    size_t most = table->most ? table->most * 2 : FEWEST_SLOTS;
    size_t *ends = realloc(table->ends, most * sizeof *ends);
    if (!ends) return 0;
    table->ends = ends;
    table->most = most;
    return 1;
}

static int grow_bytes(chunk_table *table, size_t more) {
    size_t room = table->room ? table->room * 2 : FEWEST_BYTES;
    while (room < table->used + more) room *= 2;
    uint8_t *bytes = realloc(table->bytes, room);
    if (!bytes) return 0;
    table->bytes = bytes;
    table->room = room;
    return 1;
}

int64_t add_chunk(chunk_table *table, chunk_slice chunk, uint64_t hash) {
    if (table->count >= UINT32_MAX - 1) return -1;
    if (table->count == table->most && !grow_ends(table)) return -1;
    if (table->room - table->used < chunk.size && !grow_bytes(table, chunk.size)) return -1;
    /* Two thirds full at most, counting the one that comes. */
    if ((!table->slots || (table->count + 1) * 3 > (table->mask + 1) * 2) && !grow_slots(table)) return -1;
    memcpy(table->bytes + table->used, chunk.bytes, chunk.size);
    table->used += chunk.size;
    table->ends[table->count] = table->used;
    put((hash >> 32 << 32) | (table->count + 1), table->slots, table->mask, hash);
    return (int64_t)table->count++;
}

void free_chunks(chunk_table *table) {
    free(table->slots);
    free(table->bytes);
    free(table->ends);
    memset(table, 0, sizeof *table);
}
