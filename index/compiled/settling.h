/* Whom the spans of a text name, settled together: a full name lends itself to its short forms.

   The twin of index/actors_found.py, which is the specification. No name is written here: every name, id and actor
   has its number, and what a text says of one is in its place for as long as that text is settled. */
#ifndef KLIPING_SETTLING_H
#define KLIPING_SETTLING_H

#include "names.h"
#include "words.h"

typedef struct _object PyObject; /* as Python has it: nothing here looks inside */

#define NO_NAME UINT32_MAX

typedef struct {
    PyObject *actor, *id;
    uint32_t who, name;          /* the numbers of its id and its name */
    uint32_t first_part, parts;  /* of those of its name's words that may stand for it */
    uint8_t kind, country;
} known_actor;

/* A name, and what the text of this number says of it. */
typedef struct {
    unsigned long long text;
    int32_t sure, person; /* the actor that it means for sure, and as a part of somebody's name; −1 for none */
    uint8_t nobody, taught;
    uint8_t spaced; /* it has a space, whatever the text */
} known_name;

/* An id, and which actor of this id the text of this number names first. */
typedef struct {
    unsigned long long text;
    int32_t actor;
} known_id;

/* A name as one kind of actor: whom it means, −1 where that was not asked. */
typedef struct {
    int32_t actor;
    uint32_t name;
    uint8_t known;
} known_call;

typedef struct {
    chunk_table names, ids, calls;
    known_name *of_names;
    known_id *of_ids;
    known_call *of_calls;
    known_actor *actors;
    uint32_t *parts;  /* of all actors, one after the other */
    int32_t *curated; /* the number after that of each curated actor among all of them, 0 where it was not met */
    size_t name_room, id_room, call_room, actor_count, actor_room, part_count, part_room;
    unsigned long long text;
} name_memory;

/* A span as it is settled: whom it means by itself, −1 for nobody; the numbers of its name, where its actor is not
   curated, and of its short one, or NO_NAME. */
typedef struct {
    int32_t actor;
    uint32_t name, shortened;
    unsigned flags;
    uint8_t kind, open;
} span_meaning;

/* A span that names somebody: whom, and whom the text means by this id; whether it is the first of it, and whether
   it is an attribute. */
typedef struct {
    const name_span *span;
    int32_t actor, kept;
    uint8_t flags, first, loose;
} settled_span;

enum { LONGEST_SHORT = 4 * 9 }; /* of what stands in brackets behind a name, in bytes */

/* Write the name that a span says, blanks evened; how many bytes it takes, no more than the span. */
size_t write_name(const named_text *text, const name_span *span, uint8_t *letters);

/* What a span is shortened to in brackets, of up to LONGEST_SHORT bytes; empty where it is not. */
chunk_slice short_of(const named_text *text, const name_span *span);

/* Write a name of ASCII letters, digits and single hyphens or blanks as slug of index/actors_open.py does; 0 where it
   is not so plain. There is room for as many bytes as it has. */
size_t write_id(chunk_slice name, uint8_t *id);

/* Settle every span of a text (`meanings` of each); `named` has room for all. Returns how many name somebody. */
size_t settle_spans(name_memory *memory, const named_text *text, const span_meaning *meanings, settled_span *named);

/* Keep of some actors, right behind that, those that the text names nowhere, each once. Returns how many. */
size_t settle_title(name_memory *memory, int32_t *actors, size_t count);

#endif
