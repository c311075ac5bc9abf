/* Random texts and arrays for the loops of index/compiled, under AddressSanitizer and UndefinedBehaviorSanitizer.

   As in loops.c, every array is copied into memory of its very size. What module.c promises holds: lengths that fit
   together, and texts in UTF-8, or nearly: what Python gives is valid, and what is not must not read outside.
   Run by scripts/fuzz. */
#include "inverting.h"
#include "joining.h"
#include "words.h"

#include "input.h"

/* Numbers that mostly name what exists. */
static uint32_t *numbers(input *in, size_t items, uint32_t most) {
    uint32_t *made = array(in, items, sizeof *made);
    if (number(in, 7))
        for (size_t i = 0; i < items; i++) made[i] %= most + 1;
    return made;
}

static void of_texts(input *in) {
    uint8_t classes[256];
    chunk_table table = {.secret = number(in, 255)};
    for (size_t i = 0; i < sizeof classes; i++) classes[i] = (uint8_t)(i * 7 / 3 % 4);
    for (size_t texts = number(in, 3) + 1; texts-- > 0;) {
        size_t size = number(in, 255) * 3, found;
        uint8_t *bytes = array(in, size, 1);
        text_reader text = {classes, sizeof classes, bytes, size, 0};
        uint32_t chunks[AT_ONCE];
        while (number_chunks(&table, &text, chunks, &found) == CHUNK)
            for (size_t i = 0; i < found; i++)
                if (chunks[i] >= table.count) abort();
        free(bytes);
    }
    for (size_t chunk = 0; chunk < table.count; chunk++)
        if (number_chunk(&table, chunk_of(&table, chunk)) != (int64_t)chunk) abort();
    free_chunks(&table);
}

static void of_inversion(input *in) {
    size_t documents = number(in, 12), size = number(in, 255), chunks = number(in, 20), tokens = number(in, 40);
    size_t terms = number(in, 20), room = number(in, 255) * 4;
    chunk_texts texts = {numbers(in, size, (uint32_t)chunks), size, numbers(in, documents, 40), array(in, documents, 1),
                         documents};
    if (number(in, 3)) { /* counts that add up */
        size_t left = size;
        uint32_t *counts = (uint32_t *)texts.counts;
        for (size_t i = 0; i < documents; i++) {
            if (counts[i] > left || i + 1 == documents) counts[i] = (uint32_t)left;
            left -= counts[i];
        }
    }
    chunk_plans plans = {numbers(in, chunks + 1, (uint32_t)tokens), numbers(in, chunks, 3), chunks,
                         numbers(in, tokens, (uint32_t)terms), numbers(in, tokens, 2), tokens};
    field_postings field = {.starts = calloc(terms + 1, 8), .terms = terms,
                            .postings = calloc(room + 1, 4), .tokens = calloc(room + 1, 8), .room = room,
                            .long_places = calloc(room / MOST_COUNT + 1, 8),
                            .long_counts = calloc(room / MOST_COUNT + 1, 4),
                            .checkpoints = calloc(room / CHECKPOINT + 1, 8)};
    uint32_t *lengths = calloc(documents + 1, 4);
    int64_t found = invert(&texts, &plans, &field, lengths);
    if (found >= 0 && field.longs > room / MOST_COUNT) abort();
    void *made[] = {(void *)texts.chunks,   (void *)texts.counts, (void *)texts.live, (void *)plans.starts,
                    (void *)plans.advances, (void *)plans.terms,  (void *)plans.steps, field.starts,
                    field.postings,         field.tokens,         field.long_places,  field.long_counts,
                    field.checkpoints,      lengths};
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) free(made[i]);
}

static void of_joining(input *in) {
    size_t postings = number(in, 255), room = number(in, 2);
    uint32_t *documents = numbers(in, postings, 9), *counts = numbers(in, postings, 300), *joined = calloc(postings + 1, 4);
    uint64_t *checkpoints = calloc(postings / CHECKPOINT + 1, 8), *longs = calloc(room + 1, 8);
    join_postings(documents, counts, postings, joined, longs, room, checkpoints);
    void *made[] = {documents, counts, joined, checkpoints, longs};
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) free(made[i]);
}

static void of_packing(input *in) {
    size_t size = number(in, 80);
    unsigned width = 8 + 2 * (unsigned)number(in, 4);
    size_t bytes = (size + TOGETHER - 1) / TOGETHER * (width / 2) + PADDING;
    uint32_t *given = array(in, size, 4), *back = calloc(size + 1, 4);
    uint8_t *packed = malloc(bytes);
    uint64_t above[WIDTHS];
    pack_numbers(given, size, width, packed);
    unpack_numbers(packed, width, back, size);
    for (size_t i = 0; i < size; i++)
        if (back[i] != (given[i] & ((1u << width) - 1))) abort();
    count_above(given, size, above);
    free(given);
    free(back);
    free(packed);
}

enum { MOST_LISTS = 4 };

static void of_unions(input *in) {
    size_t count = number(in, MOST_LISTS), bytes = number(in, 60), room = number(in, 30);
    term_list lists[MOST_LISTS];
    for (size_t i = 0; i < count; i++) {
        size_t size = number(in, 12), own = number(in, 40), places = number(in, 12);
        uint64_t *starts = array(in, size + 1, 8);
        if (number(in, 7))
            for (size_t j = 0; j <= size; j++) starts[j] %= own + 1;
        if (number(in, 7))
            for (size_t j = 1; j <= size; j++)
                if (starts[j] < starts[j - 1]) starts[j] = starts[j - 1];
        lists[i] = (term_list){array(in, own, 1), own, starts, array(in, size, 1), size, calloc(places + 1, 8), places};
    }
    uint8_t *terms = malloc(bytes + 1);
    uint64_t *starts = calloc(room + 1, 8);
    unite_terms(lists, count, terms, bytes, starts, room);
    for (size_t i = 0; i < count; i++) {
        free((void *)lists[i].terms);
        free((void *)lists[i].starts);
        free((void *)lists[i].used);
        free(lists[i].ordinals);
    }
    free(terms);
    free(starts);
}

static void of_runs(input *in) {
    size_t size = number(in, 60), count = number(in, 8), terms = number(in, 8), room = number(in, 80);
    uint32_t *column = array(in, size, 4), *result = calloc(room + 1, 4);
    int64_t *ordinals = array(in, count, 8), *runs = array(in, count, 8), *places = array(in, terms, 8);
    if (number(in, 7)) {
        for (size_t i = 0; i < count; i++) ordinals[i] &= 7, runs[i] &= 15;
        for (size_t i = 0; i < terms; i++) places[i] &= 63;
    }
    place_runs(column, size, ordinals, runs, count, places, terms, result, room);
    free(column);
    free(result);
    free(ordinals);
    free(runs);
    free(places);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static void (*const of[])(input *) = {of_texts, of_inversion, of_joining, of_packing, of_unions, of_runs};
    input in = {data, size};
    of[number(&in, 5)](&in);
    return 0;
}
