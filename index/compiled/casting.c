/* Whom names mean: asked of Python once, remembered from text to text; and what Python is given of a text's names. */
#include "splitter.h"

enum { SHORTEST_PART = 3 };        /* of a name, in letters: as index/actors_open.py has it */
enum { LONGEST_NAME_OF_ID = 128, LONGEST_ID = 192 }; /* what C makes itself */
enum { LONGEST_HEAD = 2 + LONGEST_SHORT }; /* what stands before the name in a key */

/* Return items with room for one more than `count`, what is new all zeros; NULL with an error set. */
static void *with_room(void *items, size_t *room, size_t count, size_t size) {
    if (count < *room) return items;
    size_t more = *room ? *room * 2 : 256;
    while (more <= count) more *= 2;
    uint8_t *grown = PyMem_Realloc(items, more * size);
    if (!grown) return PyErr_NoMemory();
    memset(grown + *room * size, 0, (more - *room) * size);
    *room = more;
    return grown;
}

int take_record(record_kind *kind, PyObject *type, PyObject *setters, Py_ssize_t fields) {
    kind->type = Py_NewRef(type);
    kind->setters = Py_NewRef(setters);
    int right = PyType_Check(type) && PyTuple_Size(setters) == fields;
    for (Py_ssize_t i = 0; right && i < fields; i++) {
        PyTypeObject *setter = Py_TYPE(PyTuple_GetItem(setters, i));
        right = PyType_GetSlot(setter, Py_tp_descr_set) && PyType_GetSlot(setter, Py_tp_descr_get);
    }
    return expect(right, "a class and what sets its fields are wanted");
}

/* A frozen record of these values, one for each setter: they are taken; NULL with an error set. */
static PyObject *record_of(const record_kind *kind, PyObject **values) {
    allocfunc allocate = (allocfunc)PyType_GetSlot((PyTypeObject *)kind->type, Py_tp_alloc);
    PyObject *made = allocate((PyTypeObject *)kind->type, 0);
    int right = made != NULL;
    for (Py_ssize_t i = 0; i < PyTuple_Size(kind->setters); i++) {
        PyObject *setter = PyTuple_GetItem(kind->setters, i);
        descrsetfunc set = (descrsetfunc)PyType_GetSlot(Py_TYPE(setter), Py_tp_descr_set);
        right = right && values[i] && set(setter, made, values[i]) == 0;
        Py_XDECREF(values[i]);
    }
    if (!right) Py_CLEAR(made);
    return made;
}

/* A field of a record; NULL with an error set where it is none of this class. */
static PyObject *field_of(const record_kind *kind, PyObject *record, Py_ssize_t field) {
    PyObject *getter = PyTuple_GetItem(kind->setters, field);
    descrgetfunc get = (descrgetfunc)PyType_GetSlot(Py_TYPE(getter), Py_tp_descr_get);
    return get(getter, record, (PyObject *)Py_TYPE(record));
}

void forget_names(Splitter *self) {
    name_memory *memory = &self->memory;
    for (size_t i = 0; i < memory->actor_count; i++) {
        Py_CLEAR(memory->actors[i].actor);
        Py_CLEAR(memory->actors[i].id);
    }
    free_chunks(&memory->names);
    free_chunks(&memory->ids);
    free_chunks(&memory->calls);
    PyMem_Free(memory->of_names);
    PyMem_Free(memory->of_ids);
    PyMem_Free(memory->of_calls);
    PyMem_Free(memory->actors);
    PyMem_Free(memory->parts);
    PyMem_Free(memory->curated);
    memset(memory, 0, sizeof *memory);
    memory->names.secret = memory->ids.secret = memory->calls.secret = self->table.secret;
}

int make_room_for_names(Splitter *self) {
    size_t actors = (size_t)PyTuple_Size(self->actors);
    if (self->memory.calls.count >= self->most_names && self->scanning == 1) forget_names(self);
    if (self->memory.curated) return 1;
    self->memory.curated = PyMem_Calloc(actors + 1, sizeof *self->memory.curated);
    return self->memory.curated || PyErr_NoMemory();
}

/* ---- what is learnt of a name --------------------------------------------------------------------------- */

/* The number of some letters in a table, −1 with an error set. */
static int64_t number_in(chunk_table *table, chunk_slice letters) {
    int64_t number = number_chunk(table, letters);
    if (number < 0) PyErr_NoMemory();
    return number;
}

/* The number of a name, −1 with an error set. */
static int64_t number_name(name_memory *memory, chunk_slice name) {
    int64_t number = number_in(&memory->names, name);
    if (number < 0) return -1;
    known_name *names = with_room(memory->of_names, &memory->name_room, (size_t)number, sizeof *names);
    if (!names) return -1;
    memory->of_names = names;
    names[number].spaced = memchr(name.bytes, ' ', name.size) != NULL;
    return number;
}

/* The number of an id, −1 with an error set. */
static int64_t number_id(name_memory *memory, PyObject *id) {
    Py_ssize_t size;
    const char *bytes = PyUnicode_AsUTF8AndSize(id, &size);
    int64_t number = bytes ? number_in(&memory->ids, (chunk_slice){(const uint8_t *)bytes, (size_t)size}) : -1;
    if (number < 0) return -1;
    known_id *ids = with_room(memory->of_ids, &memory->id_room, (size_t)number, sizeof *ids);
    if (!ids) return -1;
    memory->of_ids = ids;
    return number;
}

/* Put down a word that may stand for a person; false with an error set. */
static int add_part(name_memory *memory, known_actor *actor, chunk_slice word) {
    int64_t number = number_name(memory, word);
    if (number < 0) return 0;
    uint32_t *parts = with_room(memory->parts, &memory->part_room, memory->part_count, sizeof *parts);
    if (!parts) return 0;
    memory->parts = parts;
    parts[memory->part_count++] = (uint32_t)number;
    actor->parts++;
    return 1;
}

/* Put down the words of a person's name that may stand for it, see parts_of there; false with an error set. */
static int add_parts(name_memory *memory, known_actor *actor, chunk_slice name) {
    size_t begin = 0, letters = 0;
    actor->first_part = (uint32_t)memory->part_count;
    for (size_t i = 0; i <= name.size; i++) {
        if (i < name.size && name.bytes[i] != ' ') {
            letters += (name.bytes[i] & 0xc0) != 0x80;
            continue;
        }
        chunk_slice word = {name.bytes + begin, i - begin};
        if (letters >= SHORTEST_PART && !add_part(memory, actor, word)) return 0;
        begin = i + 1;
        letters = 0;
    }
    return 1;
}

/* The number of a kind of actor, as ACTOR_KINDS has it, from 1 on; NO_KIND with an error set. */
static unsigned number_kind(const Splitter *self, PyObject *kind) {
    for (unsigned i = PERSON; kind && i <= PLACE; i++) {
        int same = PyObject_RichCompareBool(kind, PyTuple_GetItem(self->kinds, i - 1), Py_EQ);
        if (same) return same > 0 ? i : NO_KIND;
    }
    expect(0, "no such kind of actor");
    return NO_KIND;
}

/* Put down what an actor is; false with an error set. */
static int read_actor(Splitter *self, known_actor *actor, PyObject *name, PyObject *kind) {
    Py_ssize_t size;
    const char *letters = PyUnicode_AsUTF8AndSize(name, &size);
    chunk_slice written = {(const uint8_t *)letters, letters ? (size_t)size : 0};
    int64_t named = letters ? number_name(&self->memory, written) : -1;
    int64_t who = named < 0 ? -1 : number_id(&self->memory, actor->id);
    if (who < 0 || !(actor->kind = (uint8_t)number_kind(self, kind))) return 0;
    actor->who = (uint32_t)who;
    actor->name = (uint32_t)named;
    int country = actor->kind == PLACE ? PySet_Contains(self->countries, actor->id) : 0;
    actor->country = country > 0;
    return country >= 0 && (actor->kind != PERSON || add_parts(&self->memory, actor, written));
}

/* Put down an actor, which is taken; its number, −1 with an error set. */
static int32_t add_actor(Splitter *self, PyObject *person) {
    name_memory *memory = &self->memory;
    PyObject *id = person ? field_of(&self->actor, person, 0) : NULL;
    PyObject *name = id ? field_of(&self->actor, person, 1) : NULL;
    PyObject *kind = name ? field_of(&self->actor, person, 2) : NULL;
    known_actor actor = {.actor = person, .id = id}, *actors = NULL;
    if (kind && read_actor(self, &actor, name, kind))
        actors = with_room(memory->actors, &memory->actor_room, memory->actor_count, sizeof *actors);
    if (actors) {
        memory->actors = actors;
        actors[memory->actor_count++] = actor;
    } else {
        Py_XDECREF(person);
        Py_XDECREF(id);
    }
    Py_XDECREF(name);
    Py_XDECREF(kind);
    return actors ? (int32_t)memory->actor_count - 1 : -1;
}

/* The number of a curated actor, −1 with an error set. */
static int32_t curated_actor(Splitter *self, int32_t curated) {
    int32_t number = self->memory.curated[curated] - 1;
    if (number >= 0) return number;
    number = add_actor(self, Py_NewRef(PyTuple_GetItem(self->actors, curated)));
    self->memory.curated[curated] = number + 1;
    return number;
}

/* ---- the spans of a text -------------------------------------------------------------------------------- */

/* Whether a curated form is all that stands behind the first space of a name. */
static int ends_in_form(const Splitter *self, chunk_slice name) {
    const uint8_t *space = memchr(name.bytes, ' ', name.size);
    if (!space) return 0;
    return find_chunk(&self->forms, (chunk_slice){space + 1, (size_t)(name.bytes + name.size - space - 1)}) >= 0;
}

/* Make the actor that a plain name means: OpenNames.actor of index/actors_open.py. NULL where Python must tell, or
   with an error set. */
static PyObject *plain_actor(const Splitter *self, chunk_slice name, const name_span *span) {
    uint8_t id[LONGEST_ID];
    if (span->shortened || name.size > LONGEST_NAME_OF_ID || find_chunk(&self->forms, name) >= 0) return NULL;
    if ((span->kind == PERSON || (span->kind == PLACE && span->headed)) && ends_in_form(self, name)) return NULL;
    size_t size = write_id(name, id);
    if (!size) return NULL;
    if (!(span->kind == PERSON || span->headed) || find_chunk(&self->taken, (chunk_slice){id, size}) >= 0) {
        Py_ssize_t more;
        const char *suffix = PyUnicode_AsUTF8AndSize(PyTuple_GetItem(self->suffixes, span->kind - 1), &more);
        if (!suffix || !expect((size_t)more < LONGEST_ID - size, "suffixes are longer than names")) return NULL;
        id[size] = '-';
        memcpy(id + size + 1, suffix, (size_t)more);
        size += 1 + (size_t)more;
    }
    PyObject *fields[ACTOR_FIELDS] = {as_string(id, size), as_string(name.bytes, name.size),
                                      Py_NewRef(PyTuple_GetItem(self->kinds, span->kind - 1)), PyTuple_New(0)};
    return record_of(&self->actor, fields);
}

/* Whom a name means; asked of Python unless it is plain. */
static PyObject *actor_of(const Splitter *self, chunk_slice name, const name_span *span, chunk_slice shortened) {
    PyObject *actor = plain_actor(self, name, span);
    if (actor || failed()) return actor;
    PyObject *written = as_string(name.bytes, name.size), *brief = as_string(shortened.bytes, shortened.size);
    PyObject *kind = PyTuple_GetItem(self->kinds, span->kind - 1), *headed = span->headed ? Py_True : Py_False;
    if (written && brief) actor = PyObject_CallFunctionObjArgs(self->called, written, kind, headed, brief, NULL);
    Py_XDECREF(written);
    Py_XDECREF(brief);
    return actor;
}

/* Learn a name, and whom it means where it is `open`; false with an error set. */
static int learn_call(Splitter *self, const named_text *text, const name_span *span, chunk_slice name, int open,
                      size_t number) {
    known_call call = {.actor = -1, .known = 1};
    int64_t named = number_name(&self->memory, name);
    if (named < 0) return 0;
    call.name = (uint32_t)named;
    if (open) {
        call.actor = add_actor(self, actor_of(self, name, span, short_of(text, span)));
        if (call.actor < 0) return 0;
    }
    self->memory.of_calls[number] = call;
    return 1;
}

/* Find whom the name of a span means, as a name of its kind where it is `open`; false with an error set. `key` has
   room for the longest name of the text and LONGEST_HEAD more. */
static int call_span(Splitter *self, const named_text *text, const name_span *span, uint8_t *key, span_meaning *found) {
    chunk_slice shortened = found->open ? short_of(text, span) : (chunk_slice){NULL, 0};
    name_memory *memory = &self->memory;
    key[0] = found->open ? (uint8_t)(span->kind << 1 | span->headed) : 0;
    key[1] = (uint8_t)shortened.size;
    if (shortened.size) memcpy(key + 2, shortened.bytes, shortened.size);
    size_t head = 2 + shortened.size, size = write_name(text, span, key + head);
    int64_t number = number_in(&memory->calls, (chunk_slice){key, head + size});
    if (number < 0) return 0;
    known_call *calls = with_room(memory->of_calls, &memory->call_room, (size_t)number, sizeof *calls);
    if (!calls) return 0;
    memory->of_calls = calls;
    chunk_slice name = {key + head, size};
    if (!calls[number].known && !learn_call(self, text, span, name, found->open, (size_t)number)) return 0;
    found->name = memory->of_calls[number].name;
    if (found->open) found->actor = memory->of_calls[number].actor;
    return 1;
}

/* Find whom a span means by itself; false with an error set. */
static int mean_span(Splitter *self, const named_text *text, const name_span *span, uint8_t *key, span_meaning *found) {
    int64_t shortened = span->shortened ? number_name(&self->memory, short_of(text, span)) : 0;
    if (shortened < 0) return 0;
    *found = (span_meaning){.actor = -1,
                            .name = NO_NAME,
                            .shortened = span->shortened ? (uint32_t)shortened : NO_NAME,
                            .flags = span_flags(text, span),
                            .kind = span->kind,
                            .open = span->actor < 0 && span->kind};
    if (span->actor >= 0 && (found->actor = curated_actor(self, span->actor)) < 0) return 0;
    return found->flags & SAYS_CURATED || call_span(self, text, span, key, found);
}

/* ---- what Python is given of them ----------------------------------------------------------------------- */

/* Put down where an office may be beside a person; false with an error set. */
static int add_side(PyObject *sides, const name_span *span, unsigned roles) {
    PyObject *start = PyLong_FromUnsignedLong(span->start), *told = PyLong_FromUnsignedLong(roles);
    int done = start && told && PyDict_SetItem(sides, start, told) == 0;
    Py_XDECREF(start);
    Py_XDECREF(told);
    return done;
}

/* The spans of a tuple that are attributes, or those that are not. */
static PyObject *only(PyObject *spans, const settled_span *named, int loose, Py_ssize_t count) {
    PyObject *kept = PyTuple_New(count);
    for (Py_ssize_t i = 0, place = 0; kept && i < PyTuple_Size(spans); i++)
        if (named[i].loose == loose) PyTuple_SetItem(kept, place++, Py_NewRef(PyTuple_GetItem(spans, i)));
    return kept;
}

/* The actors of these numbers behind those that the spans name. */
static PyObject *people_of(const Splitter *self, const settled_span *named, size_t count, const int32_t *titled,
                           size_t title_count) {
    size_t first = 0;
    for (size_t i = 0; i < count; i++) first += named[i].first;
    PyObject *people = PyTuple_New((Py_ssize_t)(first + title_count));
    const known_actor *actors = self->memory.actors;
    for (size_t i = 0, place = 0; people && i < count; i++)
        if (named[i].first) PyTuple_SetItem(people, (Py_ssize_t)place++, Py_NewRef(actors[named[i].kept].actor));
    for (size_t i = 0; people && i < title_count; i++)
        PyTuple_SetItem(people, (Py_ssize_t)(first + i), Py_NewRef(actors[titled[i]].actor));
    return people;
}

/* Found of index/actors_found.py as a tuple; `people` is taken. */
static PyObject *told_names(const Splitter *self, PyObject *people, const settled_span *named, size_t count) {
    Py_ssize_t loose = 0;
    PyObject *spans = PyTuple_New((Py_ssize_t)count), *sides = PyDict_New();
    int right = people && spans && sides;
    for (size_t i = 0; right && i < count; i++) {
        const known_actor *kept = &self->memory.actors[named[i].kept]; /* they may move meanwhile */
        const name_span *span = named[i].span;
        unsigned roles = named[i].flags & (SAYS_ROLE_BEFORE | SAYS_ROLE_BEHIND), person = kept->kind == PERSON;
        PyObject *fields[MENTION_FIELDS] = {Py_NewRef(kept->id), PyLong_FromUnsignedLong(span->start),
                                            PyLong_FromUnsignedLong(span->end)};
        PyObject *mention = record_of(&self->mention, fields);
        right = mention && PyTuple_SetItem(spans, (Py_ssize_t)i, mention) == 0;
        if (right && roles && person) right = add_side(sides, span, roles);
        loose += named[i].loose;
    }
    PyObject *mentions = !right ? NULL : loose ? only(spans, named, 0, (Py_ssize_t)count - loose) : Py_NewRef(spans);
    PyObject *apart = mentions ? only(spans, named, 1, loose) : NULL;
    PyObject *told = apart ? PyTuple_Pack(5, people, spans, mentions, apart, sides) : NULL;
    Py_XDECREF(people);
    Py_XDECREF(spans);
    Py_XDECREF(sides);
    Py_XDECREF(mentions);
    Py_XDECREF(apart);
    return told;
}

PyObject *cast_of(Splitter *self, const named_text *text, const named_text *title) {
    span_meaning *meanings = PyMem_Malloc((text->span_count + 1) * sizeof *meanings);
    settled_span *named = PyMem_Malloc((text->span_count + 1) * sizeof *named);
    int32_t *titled = PyMem_Malloc((title->size + 1) * sizeof *titled);
    uint8_t *key = PyMem_Malloc(text->size + LONGEST_HEAD);
    PyObject *told = NULL;
    int right = meanings && named && titled && key;
    if (!right) PyErr_NoMemory();
    /* All are asked for before the first is settled: meanwhile others may have settled their texts. */
    for (size_t i = 0; right && i < text->span_count; i++)
        right = mean_span(self, text, &text->spans[i], key, &meanings[i]);
    size_t title_count = right ? match_title(title, titled) : 0;
    for (size_t i = 0; right && i < title_count; i++) right = (titled[i] = curated_actor(self, titled[i])) >= 0;
    if (right) {
        size_t count = settle_spans(&self->memory, text, meanings, named);
        title_count = settle_title(&self->memory, titled, title_count);
        told = told_names(self, people_of(self, named, count, titled, title_count), named, count);
    }
    PyMem_Free(meanings);
    PyMem_Free(named);
    PyMem_Free(titled);
    PyMem_Free(key);
    return told;
}
