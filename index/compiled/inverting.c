#include "inverting.h"

#include "prefetch.h"

#include <stdlib.h>
#include <string.h>

int64_t tally_chunks(const chunk_texts *texts, uint64_t *tallies, size_t size) {
    const uint32_t *chunk = texts->chunks;
    size_t left = texts->size;
    for (size_t document = 0; document < texts->documents; document++) {
        size_t count = texts->counts[document];
        uint64_t live = texts->live[document] != 0;
        if (count > left) return OUTSIDE;
        left -= count;
        for (const uint32_t *end = chunk + count; chunk < end; chunk++) {
            if (*chunk >= size) return OUTSIDE;
            tallies[*chunk] += live;
        }
    }
    return left ? OUTSIDE : 0;
}

/* What becomes of a chunk in one field, as most are: one term at its own position. */
typedef struct {
    uint32_t term, advance;
} plain_plan;

enum { FAR = 24, NEAR = 12, NEXT = 6 };
static const uint32_t OTHERWISE = UINT32_MAX; /* instead of a term: see the plans */

/* Where the tokens of each term begin, term by term, and the plain plans of chunks that occur; the number of
   tokens, or OUTSIDE. From here on the numbers of the texts and of the plans that they use are known to be right. */
static int64_t token_starts(const chunk_texts *texts, const chunk_plans *plans, uint64_t *begins, size_t terms,
                            plain_plan *plain) {
    uint64_t *tallies = calloc(plans->chunks + 1, sizeof *tallies);
    if (!tallies) return NO_MEMORY;
    int64_t done = tally_chunks(texts, tallies, plans->chunks);
    for (size_t chunk = 0; chunk < plans->chunks && done >= 0; chunk++) {
        size_t token = plans->starts[chunk], end = plans->starts[chunk + 1];
        plain[chunk] = (plain_plan){OTHERWISE, plans->advances[chunk]};
        if (!tallies[chunk]) continue;
        if (token > end || end > plans->tokens) done = OUTSIDE;
        if (token + 1 == end && done >= 0 && !plans->steps[token]) plain[chunk].term = plans->terms[token];
        for (; token < end && done >= 0; token++)
            if (plans->terms[token] < terms)
                begins[plans->terms[token] + 1] += tallies[chunk];
            else
                done = OUTSIDE;
    }
    free(tallies);
    for (size_t term = 0; term < terms; term++) begins[term + 1] += begins[term];
    return done < 0 ? done : (int64_t)begins[terms];
}

/* Have what the chunks behind this one need on its way: their plans, where their terms go, and what is there. */
static inline void look_ahead(const uint32_t *chunk, const uint32_t *end, const plain_plan *plain,
                              const uint64_t *free_places, const uint64_t *tokens) {
    if (end - chunk <= FAR) return;
    uint32_t near = plain[chunk[NEAR]].term, next = plain[chunk[NEXT]].term;
    PREFETCH(&plain[chunk[FAR]]);
    if (near != OTHERWISE) PREFETCH(&free_places[near]);
    if (next != OTHERWISE) PREFETCH(&tokens[free_places[next]]);
}

/* Put every token, document << 32 | position, behind those of its term. */
static void spread(const chunk_texts *texts, const chunk_plans *plans, const plain_plan *plain,
                   uint64_t *free_places, uint64_t *tokens, uint32_t *lengths) {
    const uint32_t *chunk = texts->chunks, *all = chunk + texts->size;
    uint64_t number = 0;
    for (size_t document = 0; document < texts->documents; document++) {
        const uint32_t *end = chunk + texts->counts[document];
        uint32_t position = 0, length = 0;
        if (!texts->live[document]) {
            chunk = end;
            continue;
        }
        for (; chunk < end; chunk++) {
            plain_plan plan = plain[*chunk];
            look_ahead(chunk, all, plain, free_places, tokens);
            if (plan.term != OTHERWISE) {
                tokens[free_places[plan.term]++] = number << 32 | position;
                length++;
            } else
                for (uint32_t token = plans->starts[*chunk]; token < plans->starts[*chunk + 1]; token++, length++)
                    tokens[free_places[plans->terms[token]]++] =
                        number << 32 | (uint32_t)(position + plans->steps[token]);
            position += plan.advance;
        }
        lengths[number++] = length;
    }
}

/* Positions lie where tokens lay that were read before: four bytes each instead of eight. */
static inline uint32_t position_at(const uint64_t *tokens, size_t place) {
    uint32_t position;
    memcpy(&position, (const uint8_t *)tokens + place * sizeof position, sizeof position);
    return position;
}

static inline void put_position(uint64_t *tokens, size_t place, uint32_t position) {
    memcpy((uint8_t *)tokens + place * sizeof position, &position, sizeof position);
}

/* Positions of one posting in order; nearly always they are. */
static void sort_positions(uint64_t *tokens, size_t first, size_t end) {
    for (size_t i = first + 1; i < end; i++) {
        uint32_t position = position_at(tokens, i);
        size_t place = i;
        for (; place > first && position_at(tokens, place - 1) > position; place--)
            put_position(tokens, place, position_at(tokens, place - 1));
        put_position(tokens, place, position);
    }
}

/* Note a posting: of which document, and how often its term is there. */
static inline void put_posting(field_postings *field, size_t posting, uint32_t document, size_t count) {
    if (count >= MOST_COUNT) {
        field->long_places[field->longs] = posting;
        field->long_counts[field->longs++] = (uint32_t)count;
        count = MOST_COUNT;
    }
    field->postings[posting] = document << COUNT_BITS | (uint32_t)count;
}

/* Cut the tokens of each term into postings; `ends` is where those of each term end. */
static size_t gather(uint64_t *tokens, const uint64_t *ends, field_postings *field) {
    size_t token = 0, posting = 0;
    field->longs = 0;
    for (size_t term = 0; term < field->terms; term++) {
        field->starts[term] = posting;
        while (token < ends[term]) {
            uint32_t document = (uint32_t)(tokens[token] >> 32), last = 0;
            size_t first = token;
            int ascending = 1;
            if (posting % CHECKPOINT == 0) field->checkpoints[posting / CHECKPOINT] = token;
            for (; token < ends[term] && tokens[token] >> 32 == document; token++) {
                uint32_t position = (uint32_t)tokens[token];
                ascending &= position >= last;
                put_position(tokens, token, last = position);
            }
            if (!ascending) sort_positions(tokens, first, token);
            put_posting(field, posting++, document, token - first);
        }
    }
    field->starts[field->terms] = posting;
    if (posting % CHECKPOINT == 0) field->checkpoints[posting / CHECKPOINT] = token;
    return posting;
}

int64_t invert(const chunk_texts *texts, const chunk_plans *plans, field_postings *field, uint32_t *lengths) {
    uint64_t *begins = calloc(field->terms + 1, sizeof *begins);
    plain_plan *plain = malloc((plans->chunks + 1) * sizeof *plain);
    int64_t done = begins && plain ? token_starts(texts, plans, begins, field->terms, plain) : NO_MEMORY;
    if (done >= 0 && (size_t)done > field->room) done = OUTSIDE;
    if (done >= 0) {
        spread(texts, plans, plain, begins, field->tokens, lengths);
        done = (int64_t)gather(field->tokens, begins, field); /* each has moved on to where its tokens end */
    }
    free(plain);
    free(begins);
    return done;
}

int64_t join_postings(const uint32_t *documents, const uint32_t *counts, size_t size, uint32_t *postings,
                      uint64_t *long_places, size_t room, uint64_t *checkpoints) {
    size_t longs = 0;
    uint64_t before = 0;
    for (size_t i = 0; i < size; i++) {
        uint32_t count = counts[i];
        if (i % CHECKPOINT == 0) checkpoints[i / CHECKPOINT] = before;
        before += count;
        if (count >= MOST_COUNT) {
            if (longs == room) return OUTSIDE;
            long_places[longs++] = i;
            count = MOST_COUNT;
        }
        postings[i] = documents[i] << COUNT_BITS | count;
    }
    if (size % CHECKPOINT == 0) checkpoints[size / CHECKPOINT] = before;
    return (int64_t)longs;
}

void count_above(const uint32_t *numbers, size_t size, uint64_t above[WIDTHS]) {
    memset(above, 0, WIDTHS * sizeof *above);
    for (size_t i = 0; i < size; i++)
        for (unsigned width = 0; width < WIDTHS; width++) above[width] += numbers[i] >= 1u << (8 + 2 * width);
}

void pack_numbers(const uint32_t *numbers, size_t size, unsigned width, uint8_t *packed) {
    uint64_t mask = ((uint64_t)1 << width) - 1;
    size_t bytes = width / 2, whole = size / TOGETHER * TOGETHER;
    for (size_t i = 0; i < whole; i += TOGETHER, packed += bytes) {
        uint64_t group = (numbers[i] & mask) | (numbers[i + 1] & mask) << width |
                         (numbers[i + 2] & mask) << 2 * width | (numbers[i + 3] & mask) << 3 * width;
        memcpy(packed, &group, PADDING); /* what is too much is written over, or padding */
    }
    uint64_t group = 0;
    for (size_t i = whole; i < size; i++) group |= (numbers[i] & mask) << (i - whole) * width;
    if (whole < size) {
        memcpy(packed, &group, bytes);
        packed += bytes;
    }
    memset(packed, 0, PADDING);
}

void unpack_numbers(const uint8_t *packed, unsigned width, uint32_t *numbers, size_t size) {
    uint64_t mask = ((uint64_t)1 << width) - 1;
    for (size_t i = 0; i < size; i++) {
        uint64_t group;
        memcpy(&group, packed + i / TOGETHER * (width / 2), sizeof group);
        numbers[i] = (uint32_t)(group >> i % TOGETHER * width & mask);
    }
}
