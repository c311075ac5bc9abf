#include "joining.h"

#include <stdlib.h>
#include <string.h>

/* A list and the term it stands at; `prefix` orders terms as their first eight bytes do. */
typedef struct {
    const term_list *list;
    size_t at, ordinal;
    const uint8_t *term;
    size_t size;
    uint64_t prefix;
} term_cursor;

static uint64_t prefix_of(const uint8_t *term, size_t size) {
    uint64_t prefix = 0;
    for (size_t i = 0; i < 8; i++) prefix = prefix << 8 | (i < size ? term[i] : 0);
    return prefix;
}

/* Go to the next used term from `at` on: 1, 0 where there is none, or OUTSIDE. */
static int64_t settle(term_cursor *cursor) {
    const term_list *list = cursor->list;
    while (cursor->at < list->size && !list->used[cursor->at]) cursor->at++;
    if (cursor->at >= list->size) return 0;
    uint64_t begin = list->starts[cursor->at], end = list->starts[cursor->at + 1];
    if (begin > end || end > list->bytes || cursor->ordinal >= list->places) return OUTSIDE;
    cursor->term = list->terms + begin;
    cursor->size = (size_t)(end - begin);
    cursor->prefix = prefix_of(cursor->term, cursor->size);
    return 1;
}

static int compare(const term_cursor *one, const term_cursor *other) {
    if (one->prefix != other->prefix) return one->prefix < other->prefix ? -1 : 1;
    size_t least = one->size < other->size ? one->size : other->size;
    int order = least > 8 ? memcmp(one->term, other->term, least) : 0;
    if (order || one->size == other->size) return order;
    return one->size < other->size ? -1 : 1;
}

/* Let what stands at `place` of a heap sink to where it belongs. */
static void sink(term_cursor *heap, size_t size, size_t place) {
    term_cursor sinking = heap[place];
    for (size_t child; (child = 2 * place + 1) < size; place = child) {
        if (child + 1 < size && compare(&heap[child + 1], &heap[child]) < 0) child++;
        if (compare(&sinking, &heap[child]) <= 0) break;
        heap[place] = heap[child];
    }
    heap[place] = sinking;
}

/* Take the least term of the heap, with the ordinal it has in the union; the size of the heap then, or OUTSIDE. */
static int64_t take_least(term_cursor *heap, size_t size, int64_t ordinal) {
    heap->list->ordinals[heap->ordinal++] = ordinal;
    heap->at++;
    int64_t more = settle(heap);
    if (more < 0) return more;
    if (!more) heap[0] = heap[--size];
    if (size) sink(heap, size, 0);
    return (int64_t)size;
}

int64_t unite_terms(const term_list *lists, size_t number, uint8_t *terms, size_t bytes, uint64_t *starts,
                    size_t size) {
    term_cursor *heap = calloc(number + 1, sizeof *heap);
    if (!heap) return NO_MEMORY;
    int64_t left = 0, count = 0;
    size_t used = 0;
    for (size_t i = 0; i < number && left >= 0; i++) {
        heap[left] = (term_cursor){.list = &lists[i]};
        int64_t more = settle(&heap[left]);
        left = more < 0 ? more : left + more;
    }
    for (int64_t place = left / 2; place-- > 0;) sink(heap, (size_t)left, (size_t)place);
    while (left > 0) {
        term_cursor least = heap[0];
        if ((size_t)count >= size || least.size > bytes - used) {
            left = OUTSIDE;
            break;
        }
        starts[count] = used;
        if (least.size) memcpy(terms + used, least.term, least.size);
        used += least.size;
        while (left > 0 && !compare(&heap[0], &least)) left = take_least(heap, (size_t)left, count);
        count++;
    }
    if (left >= 0) starts[count] = used;
    free(heap);
    return left < 0 ? left : count;
}

int64_t place_runs(const uint32_t *column, size_t size, const int64_t *ordinals, const int64_t *runs, size_t number,
                   int64_t *free_places, size_t terms, uint32_t *result, size_t room) {
    size_t at = 0;
    for (size_t i = 0; i < number; i++) {
        uint64_t term = (uint64_t)ordinals[i], run = (uint64_t)runs[i];
        if (term >= terms || run > size - at) return OUTSIDE;
        uint64_t place = (uint64_t)free_places[term];
        if (place > room || run > room - place) return OUTSIDE;
        memcpy(result + place, column + at, run * sizeof *result);
        free_places[term] = (int64_t)(place + run);
        at += run;
    }
    return at == size ? 0 : OUTSIDE;
}
