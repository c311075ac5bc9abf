#include "words.h"

#include "prefetch.h"

#include <stdlib.h>
#include <string.h>

enum { FEWEST_SLOTS = 1 << 10, FEWEST_BYTES = 1 << 14 };
static const uint64_t ODD = 0x9e3779b97f4a7c15u;

/* The class of a letter behind ASCII, and where the next is; −1 for one that is not known. */
static int rare_class_at(const text_reader *text, size_t place, size_t *next) {
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

/* The class of what stands at the place of the text, and where the next is; −1 for one that is not known. */
static inline int class_at(const text_reader *text, size_t place, size_t *next) {
    size_t letter = text->bytes[place];
    if (letter >= 0x80) return rare_class_at(text, place, next);
    *next = place + 1;
    return letter < text->known ? text->classes[letter] : -1;
}

/* Go past all that are of a class, and perhaps of the other too; the class of what is behind, BETWEEN at the end
   of the text. */
static inline int skip(const text_reader *text, size_t *place, int class) {
    const uint8_t *bytes = text->bytes, *classes = text->classes;
    size_t size = text->size, ascii = text->known < 0x80 ? text->known : 0x80;
    for (size_t at = *place;;) {
        while (at < size && bytes[at] < ascii && (classes[bytes[at]] & class)) at++; /* nearly all */
        *place = at;
        if (at == size) return BETWEEN;
        int found = class_at(text, at, &at);
        if (found < 0 || !(found & class)) return found;
    }
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

/* So many bytes as a number; only files need an order of them, and these are never written. */
static inline uint64_t read_bytes(const uint8_t *from, size_t number) {
    uint64_t value = 0;
    memcpy(&value, from, number);
    return value;
}

/* The product of two words as 128 bits, its halves mixed. */
static inline uint64_t mixed(uint64_t a, uint64_t b) {
#ifdef __SIZEOF_INT128__
    unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
#else
    uint64_t low = (a & UINT32_MAX) * (b & UINT32_MAX), high = (a >> 32) * (b >> 32);
    uint64_t one = (a >> 32) * (b & UINT32_MAX), other = (a & UINT32_MAX) * (b >> 32);
    uint64_t middle = (low >> 32) + (one & UINT32_MAX) + (other & UINT32_MAX);
    low = (low & UINT32_MAX) | middle << 32;
    high += (one >> 32) + (other >> 32) + (middle >> 32);
    return low ^ high;
#endif
}

/* Up to eight bytes as a number. */
static inline uint64_t letters_of(const uint8_t *at, size_t size) {
    if (size == 8) return read_bytes(at, 8);
    if (size >= 4) return read_bytes(at, 4) | read_bytes(at + size - 4, 4) << 8 * (size - 4);
    if (!size) return 0;
    return (uint64_t)at[0] | (uint64_t)at[size / 2] << 8 * (size / 2) | (uint64_t)at[size - 1] << 8 * (size - 1);
}

static inline chunk_key key_of(const chunk_table *table, chunk_slice chunk) {
    uint64_t odd = table->secret | 1, hash = table->secret;
    size_t size = chunk.size, left = size;
    const uint8_t *at = chunk.bytes;
    for (; left > INLINE; at += 8, left -= 8) hash = mixed(hash ^ read_bytes(at, 8), odd) + ODD;
    uint64_t first = left < 8 ? letters_of(at, left) : read_bytes(at, 8);
    uint64_t last = left > 8 ? read_bytes(at + left - 8, 8) : 0;
    hash = mixed(hash ^ first, odd) + ODD;
    hash = mixed(hash ^ last ^ size, odd) + ODD;
    hash ^= hash >> 32;
    chunk_key key = {first, last, hash, size < UINT32_MAX ? (uint32_t)size : UINT32_MAX};
    if (size > INLINE) key.first = key.last = hash;
    return key;
}

chunk_slice chunk_of(const chunk_table *table, size_t number) {
    size_t begin = number ? table->ends[number - 1] : 0;
    return (chunk_slice){table->bytes + begin, table->ends[number] - begin};
}

/* The slot of a chunk, or the free one where it belongs. */
static chunk_slot *slot_of(const chunk_table *table, chunk_slice chunk, chunk_key key) {
    for (size_t place = (size_t)key.hash & table->mask;; place = (place + 1) & table->mask) {
        chunk_slot *slot = &table->slots[place];
        if (!slot->number_and_one) return slot;
        if (slot->first != key.first || slot->last != key.last || slot->size != key.size) continue;
        if (chunk.size <= INLINE) return slot;
        chunk_slice found = chunk_of(table, slot->number_and_one - 1);
        if (found.size == chunk.size && !memcmp(found.bytes, chunk.bytes, chunk.size)) return slot;
    }
}

static int grow_slots(chunk_table *table) {
    chunk_table grown = *table;
    size_t size = table->slots ? (table->mask + 1) * 2 : FEWEST_SLOTS;
    grown.slots = calloc(size, sizeof *grown.slots);
    if (!grown.slots) return 0;
    grown.mask = size - 1;
    for (size_t number = 0; number < table->count; number++) {
        chunk_slice chunk = chunk_of(table, number);
        chunk_key key = key_of(table, chunk);
        *slot_of(&grown, chunk, key) = (chunk_slot){key.first, key.last, key.size, (uint32_t)number + 1};
    }
    free(table->slots);
    *table = grown;
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

chunk_key expect_chunk(const chunk_table *table, chunk_slice chunk) {
    chunk_key key = key_of(table, chunk);
    if (table->slots) PREFETCH(&table->slots[(size_t)key.hash & table->mask]);
    return key;
}

int64_t find_expected(const chunk_table *table, chunk_slice chunk, chunk_key key) {
    return table->slots ? (int64_t)slot_of(table, chunk, key)->number_and_one - 1 : -1;
}

int64_t find_chunk(const chunk_table *table, chunk_slice chunk) {
    return find_expected(table, chunk, key_of(table, chunk));
}

/* See to it that one more chunk has room, at two thirds of the slots at most. */
static int make_room(chunk_table *table, size_t size) {
    if (table->count >= UINT32_MAX - 1) return 0;
    if (table->count == table->most && !grow_ends(table)) return 0;
    if (table->room - table->used < size && !grow_bytes(table, size)) return 0;
    return (table->slots && (table->count + 1) * 3 <= (table->mask + 1) * 2) || grow_slots(table);
}

static int64_t number_of(chunk_table *table, chunk_slice chunk, chunk_key key) {
    chunk_slot *slot = table->slots ? slot_of(table, chunk, key) : NULL;
    if (slot && slot->number_and_one) return (int64_t)slot->number_and_one - 1;
    if (!make_room(table, chunk.size)) return -1;
    if (chunk.size) memcpy(table->bytes + table->used, chunk.bytes, chunk.size);
    table->used += chunk.size;
    table->ends[table->count] = table->used;
    *slot_of(table, chunk, key) = (chunk_slot){key.first, key.last, key.size, (uint32_t)table->count + 1};
    return (int64_t)table->count++;
}

int64_t number_chunk(chunk_table *table, chunk_slice chunk) { return number_of(table, chunk, key_of(table, chunk)); }

int number_chunks(chunk_table *table, text_reader *text, uint32_t *numbers, size_t *size) {
    chunk_slice chunks[AT_ONCE];
    chunk_key keys[AT_ONCE];
    int found = CHUNK;
    size_t there = 0;
    for (; there < AT_ONCE && (found = next_chunk(text, &chunks[there])) == CHUNK; there++) {
        keys[there] = key_of(table, chunks[there]);
        if (table->slots) PREFETCH(&table->slots[keys[there].hash & table->mask]);
    }
    for (*size = 0; *size < there; ++*size) {
        int64_t number = number_of(table, chunks[*size], keys[*size]);
        if (number < 0) return NO_ROOM;
        numbers[*size] = (uint32_t)number;
    }
    return found;
}

void free_chunks(chunk_table *table) {
    free(table->slots);
    free(table->bytes);
    free(table->ends);
    memset(table, 0, sizeof *table);
}
