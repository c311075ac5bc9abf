/* Whom an article names: the twin of index/actors_found.py and of index/actors_places.py. */
#include "settling.h"

#include <string.h>

/* What the text at hand says of a name. */
static known_name *name_here(const name_memory *memory, uint32_t number) {
    known_name *name = &memory->of_names[number];
    if (name->text != memory->text)
        *name = (known_name){.text = memory->text, .sure = -1, .person = -1, .spaced = name->spaced};
    return name;
}

/* Let a name mean an actor for sure, unless it does another. */
static void set_sure(const name_memory *memory, uint32_t number, int32_t actor) {
    known_name *name = name_here(memory, number);
    if (name->sure < 0) name->sure = actor;
}

/* Let the parts of a person's name mean that person, but for a single word that was a guess. */
static void teach(const name_memory *memory, int32_t number, unsigned flags) {
    const known_actor *actor = &memory->actors[number];
    known_name *name = name_here(memory, actor->name);
    if (name->taught || (flags & SAYS_GUESS && !name->spaced)) return;
    name->taught = 1;
    for (uint32_t i = 0; i < actor->parts; i++) {
        known_name *part = name_here(memory, memory->parts[actor->first_part + i]);
        if (part->person < 0) part->person = number;
    }
}

/* Learn what a span says of others. */
static void read_span(const name_memory *memory, const span_meaning *one) {
    if (!one->kind) {
        name_here(memory, one->name)->nobody = 1;
        return;
    }
    if (one->open && !(one->flags & SAYS_GUESS)) set_sure(memory, memory->actors[one->actor].name, one->actor);
    if (one->shortened != NO_NAME) set_sure(memory, one->shortened, one->actor);
    if (one->kind == PERSON) teach(memory, one->actor, one->flags);
}

/* Let a short form mean whom the article named in full. */
static int32_t settle_again(const name_memory *memory, const span_meaning *one) {
    unsigned flags = one->flags;
    if (flags & SAYS_DOUBTED) return -1;
    if (flags & SAYS_HEADED) return one->actor;
    const known_name *name = name_here(memory, one->name);
    if (flags & SAYS_GUESS && name->sure >= 0) return name->sure;
    if (flags & SAYS_GUESS && name->nobody) return -1;
    if ((one->actor < 0 || memory->actors[one->actor].kind == PERSON) && name->person >= 0 && !name->spaced)
        return one->actor >= 0 || flags & SAYS_PERSON ? name->person : -1;
    return one->actor >= 0 && name->sure >= 0 ? name->sure : one->actor;
}

static int all_blank(const named_text *text, size_t begin, size_t end) {
    for (size_t place = begin, next; place < end; place = next)
        if (!(class_of(text, place, &next) & BLANK)) return 0;
    return 1;
}

/* Whether what stands between two places joins them: a comma, "dan", "atau" or a hyphen. */
static int links_places(const named_text *text, size_t begin, size_t end) {
    static const char *const LINKS[] = {",", "dan", "atau", "-", ", dan"};
    size_t next;
    while (begin < end && class_of(text, begin, &next) & BLANK) begin = next;
    for (size_t i = 0; i < sizeof LINKS / sizeof *LINKS; i++) {
        size_t size = strlen(LINKS[i]);
        if (size <= end - begin && !memcmp(text->bytes + begin, LINKS[i], size) && all_blank(text, begin + size, end))
            return 1;
    }
    return 0;
}

/* Mark the spans that name a country without any sign that it is a place there. */
static void mark_attributes(const name_memory *memory, const named_text *text, settled_span *named, size_t count) {
    size_t end = 0;
    int located = 0;
    for (size_t i = 0; i < count; i++) {
        const known_actor *actor = &memory->actors[named[i].actor];
        if (actor->kind != PLACE) continue;
        size_t begin = text->words[named[i].span->first].begin;
        located = named[i].flags & SAYS_SIGNED || (located && links_places(text, end, begin));
        named[i].loose = !located && !(named[i].flags & SAYS_HEADED) && actor->country;
        end = named[i].span->stop;
    }
}

/* Whether no actor of this id was named before; it is then the one that is meant by it. */
static int is_first(const name_memory *memory, int32_t actor) {
    known_id *id = &memory->of_ids[memory->actors[actor].who];
    if (id->text == memory->text) return 0;
    *id = (known_id){memory->text, actor};
    return 1;
}

size_t settle_spans(name_memory *memory, const named_text *text, const span_meaning *meanings, settled_span *named) {
    size_t count = 0;
    memory->text++;
    for (size_t i = 0; i < text->span_count; i++) read_span(memory, &meanings[i]);
    for (size_t i = 0; i < text->span_count; i++) {
        const span_meaning *one = &meanings[i];
        int surely = (one->flags & (SAYS_CURATED | SAYS_DOUBTED)) == SAYS_CURATED;
        int32_t actor = surely ? one->actor : settle_again(memory, one);
        if (actor < 0) continue;
        int first = is_first(memory, actor);
        int32_t kept = memory->of_ids[memory->actors[actor].who].actor;
        named[count++] = (settled_span){&text->spans[i], actor, kept, (uint8_t)one->flags, (uint8_t)first, 0};
    }
    mark_attributes(memory, text, named, count);
    return count;
}

size_t settle_title(name_memory *memory, int32_t *actors, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (is_first(memory, actors[i])) actors[kept++] = actors[i];
    return kept;
}
