#include "printing.h"

enum { MIN_WORDS = 8, RUN_WORDS = 6, SAMPLE_BITS = 2 };
static const uint64_t BASE = 0x9e3779b97f4a7c15u, MIX = 0xbf58476d1ce4e5b9u;

uint64_t code_of_ascii(const uint8_t *word, size_t size) {
    uint64_t code = 0;
    while (size-- > 0) code = code * BASE + (word[size] | ('A' <= word[size] && word[size] <= 'Z' ? 32 : 0));
    return (code ^ code >> 31) * MIX;
}

/* The first word, from one on, that starts there or behind. One by one: of a search each step would be guessed. */
static size_t first_word(const printed_words *words, size_t from, int32_t place) {
    while (from < words->count && words->starts[from] < place) from++;
    return from;
}

/* The hash of some words, spread over all bits. */
static uint64_t hash_words(const uint64_t *codes, size_t count) {
    uint64_t hash = 0;
    while (count-- > 0) hash = hash * BASE + codes[count];
    return (hash ^ hash >> 31) * MIX;
}

void print_sentences(const printed_words *words, const int32_t *sentences, size_t count, sentence_prints *found) {
    found->sentences = found->run_count = 0;
    for (size_t i = 0, last = 0; i < count; i++) {
        size_t first = first_word(words, last, sentences[2 * i]);
        last = first_word(words, first, sentences[2 * i + 1]);
        if (last < first + MIN_WORDS) continue;
        size_t number = found->sentences++;
        found->spans[2 * number] = sentences[2 * i];
        found->spans[2 * number + 1] = sentences[2 * i + 1];
        found->whole[number] = hash_words(words->codes + first, last - first);
        for (size_t begin = first; begin + RUN_WORDS <= last && found->run_count < words->count; begin++) {
            uint64_t hash = hash_words(words->codes + begin, RUN_WORDS);
            found->runs[found->run_count] = hash; /* without a branch, which would be guessed wrong once in four */
            found->run_count += hash >> (64 - SAMPLE_BITS) == 0;
        }
        found->ends[number] = (int32_t)found->run_count;
    }
}
