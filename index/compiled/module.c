/* The loops of a write for Python: what is passed in is checked here, once (arrays.h), so that inverting.c can
   trust lengths and types. What the numbers in arrays are is the loops' business: IndexError for one that names
   what does not exist. */
#include "arrays.h"
#include "inverting.h"
#include "joining.h"
#include "words.h"

/* Raised with every change of what is here; index/codec_kernel.py asks for it, so that a file that was built from
   an older source is never used. */
enum { VERSION = 6 };

/* What a loop returned, as a number or as an error. */
static PyObject *answer(int64_t done) {
    if (done == OUTSIDE) PyErr_SetString(PyExc_IndexError, "a number names what does not exist");
    if (done == NO_MEMORY) PyErr_NoMemory();
    return done < 0 ? NULL : PyLong_FromLongLong(done);
}

/* ---- chunks as numbers -------------------------------------------------------------------------------- */

/* Chunks that were found so far; the lock of the interpreter is held all the time. */
typedef struct {
    PyObject_HEAD
    PyObject *classes;
    chunk_table table;
    uint32_t *numbers; /* of the text that is read */
    size_t size, room;
} Chunks;

/* Chunks(classes: bytes, secret) */
static PyObject *chunks_new(PyTypeObject *type, PyObject *args, PyObject *named) {
    PyObject *classes;
    unsigned long long secret;
    if (named && PyDict_Size(named)) return PyErr_Format(PyExc_TypeError, "arguments without names are wanted");
    if (!PyArg_ParseTuple(args, "SK", &classes, &secret)) return NULL;
    allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    Chunks *self = (Chunks *)allocate(type, 0); /* all zeros */
    if (!self) return NULL;
    self->classes = Py_NewRef(classes);
    self->table.secret = secret;
    return (PyObject *)self;
}

static void chunks_free(PyObject *object) {
    Chunks *self = (Chunks *)object;
    PyTypeObject *type = Py_TYPE(object);
    free_chunks(&self->table);
    PyMem_Free(self->numbers);
    Py_XDECREF(self->classes);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(object);
    Py_DECREF(type);
}

/* See to it that there is room for more numbers; false with an error set. */
static int make_room(Chunks *self) {
    if (self->room - self->size >= AT_ONCE) return 1;
    size_t room = self->room * 2 + AT_ONCE;
    uint32_t *numbers = PyMem_Realloc(self->numbers, room * sizeof *numbers);
    if (!numbers) {
        PyErr_NoMemory();
        return 0;
    }
    self->numbers = numbers;
    self->room = room;
    return 1;
}

/* Read a whole text: NO_CHUNK, UNKNOWN_LETTER, or NO_ROOM with an error set. */
static int read_text(Chunks *self, text_reader *text) {
    int found = CHUNK;
    self->size = 0;
    while (found == CHUNK) {
        size_t more;
        if (!make_room(self)) return NO_ROOM;
        found = number_chunks(&self->table, text, self->numbers + self->size, &more);
        self->size += more;
    }
    if (found == NO_ROOM) PyErr_NoMemory();
    return found;
}

/* numbers(text): u32 of each chunk, as bytes; None where a letter of the text is not known */
static PyObject *chunks_numbers(PyObject *object, PyObject *written) {
    Chunks *self = (Chunks *)object;
    Py_ssize_t size, known;
    char *classes;
    const char *bytes = PyUnicode_AsUTF8AndSize(written, &size);
    if (!bytes) { /* half a surrogate pair has no UTF-8 */
        if (!PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) return NULL;
        PyErr_Clear();
        return Py_NewRef(Py_None);
    }
    if (PyBytes_AsStringAndSize(self->classes, &classes, &known) < 0) return NULL;
    text_reader text = {(const uint8_t *)classes, (size_t)known, (const uint8_t *)bytes, (size_t)size, 0};
    int end = read_text(self, &text);
    if (end == NO_ROOM) return NULL;
    if (end == UNKNOWN_LETTER) return Py_NewRef(Py_None);
    return PyBytes_FromStringAndSize((const char *)self->numbers, (Py_ssize_t)(self->size * sizeof *self->numbers));
}

/* number(chunk: bytes): of a chunk that Python has found */
static PyObject *chunks_number(PyObject *object, PyObject *written) {
    Chunks *self = (Chunks *)object;
    Py_ssize_t size;
    char *bytes;
    if (PyBytes_AsStringAndSize(written, &bytes, &size) < 0) return NULL;
    int64_t number = number_chunk(&self->table, (chunk_slice){(const uint8_t *)bytes, (size_t)size});
    return number < 0 ? PyErr_NoMemory() : PyLong_FromLongLong(number);
}

/* written(first): all chunks from that number on, in the order of their numbers */
static PyObject *chunks_written(PyObject *object, PyObject *from) {
    const chunk_table *table = &((Chunks *)object)->table;
    size_t first = as_size(from);
    if (!expect(first <= table->count, "first: a number of a chunk")) return NULL;
    PyObject *list = PyList_New((Py_ssize_t)(table->count - first));
    for (size_t number = first; list && number < table->count; number++) {
        chunk_slice chunk = chunk_of(table, number);
        PyObject *text = PyUnicode_DecodeUTF8((const char *)chunk.bytes, (Py_ssize_t)chunk.size, "surrogatepass");
        if (!text || PyList_SetItem(list, (Py_ssize_t)(number - first), text) < 0) {
            Py_DECREF(list);
            return NULL;
        }
    }
    return list;
}

static PyMethodDef CHUNKS_METHODS[] = {
    {"numbers", chunks_numbers, METH_O, NULL}, {"number", chunks_number, METH_O, NULL}, {"written", chunks_written, METH_O, NULL}, {NULL, NULL, 0, NULL}};
static PyType_Slot CHUNKS_SLOTS[] = {
    {Py_tp_new, chunks_new}, {Py_tp_dealloc, chunks_free}, {Py_tp_methods, CHUNKS_METHODS}, {0, NULL}};
static PyType_Spec CHUNKS = {"index._loops.Chunks", sizeof(Chunks), 0, Py_TPFLAGS_DEFAULT, CHUNKS_SLOTS};

/* ---- numbers to postings ------------------------------------------------------------------------------ */

/* tally_chunks(chunks, counts, live, tallies) */
static PyObject *py_tally_chunks(PyObject *module, PyObject *const *args, Py_ssize_t given) {
    static const wanted_array wanted[] = {
        {"chunks", 4, READ}, {"counts", 4, READ}, {"live", 1, READ}, {"tallies", 8, WRITE}};
    Py_buffer views[4];
    PyObject *result = NULL;
    (void)module;
    if (!take_all(args, given, 4, wanted, 4, views)) return NULL;
    chunk_texts texts = {views[0].buf, COUNT(views[0]), views[1].buf, views[2].buf, COUNT(views[1])};
    if (expect(COUNT(views[2]) == texts.documents, "lengths differ")) {
        int64_t done;
        RUN(texts.size, done = tally_chunks(&texts, views[3].buf, COUNT(views[3])));
        result = answer(done);
    }
    give_back(views, 4);
    return result;
}

enum { TEXTS = 0, PLANS = 3, FIELD = 7, INVERTED = 14 };
static const wanted_array INVERT[INVERTED] = {
    {"chunks", 4, READ},      {"counts", 4, READ},      {"live", 1, READ},        {"plan_starts", 4, READ},
    {"advances", 4, READ},    {"terms", 4, READ},       {"steps", 4, READ},       {"starts", 8, WRITE},
    {"postings", 4, WRITE},   {"tokens", 8, WRITE},     {"long_places", 8, WRITE}, {"long_counts", 4, WRITE},
    {"checkpoints", 8, WRITE}, {"lengths", 4, WRITE},
};

/* Whether the arrays that a field is inverted into have room for as many tokens. */
static int field_fits(const Py_buffer *of, size_t documents) {
    size_t room = COUNT(of[1]), longs = room / MOST_COUNT + 1;
    return expect(COUNT(of[0]) > 0 && COUNT(of[2]) == room && COUNT(of[3]) >= longs && COUNT(of[4]) >= longs &&
                      COUNT(of[5]) > room / CHECKPOINT && COUNT(of[6]) == documents,
                  "lengths differ");
}

/* invert(chunks, counts, live, plan_starts, advances, terms, steps, starts, postings, tokens, long_places,
   long_counts, checkpoints, lengths): (how many postings, how many long ones); `lengths` has room for every
   document */
static PyObject *py_invert(PyObject *module, PyObject *const *args, Py_ssize_t given) {
    Py_buffer views[INVERTED];
    PyObject *result = NULL;
    (void)module;
    if (!take_all(args, given, INVERTED, INVERT, INVERTED, views)) return NULL;
    const Py_buffer *of = views, *to = views + FIELD;
    chunk_texts texts = {of[0].buf, COUNT(of[0]), of[1].buf, of[2].buf, COUNT(of[1])};
    chunk_plans plans = {of[PLANS].buf,     of[PLANS + 1].buf, COUNT(of[PLANS + 1]),
                         of[PLANS + 2].buf, of[PLANS + 3].buf, COUNT(of[PLANS + 2])};
    int right = expect(COUNT(of[TEXTS + 2]) == texts.documents && COUNT(of[PLANS]) == plans.chunks + 1 &&
                           COUNT(of[PLANS + 3]) == plans.tokens,
                       "lengths differ") &&
                field_fits(to, texts.documents);
    if (right && expect(texts.documents <= UINT32_MAX >> COUNT_BITS, "too many documents")) {
        field_postings field = {to[0].buf, COUNT(to[0]) - 1, to[1].buf, to[2].buf, COUNT(to[1]),
                                to[3].buf, to[4].buf,        0,         to[5].buf};
        int64_t done;
        RUN(texts.size, done = invert(&texts, &plans, &field, to[6].buf));
        result = done < 0 ? answer(done) : Py_BuildValue("nn", (Py_ssize_t)done, (Py_ssize_t)field.longs);
    }
    give_back(views, INVERTED);
    return result;
}

/* join_postings(documents, counts, postings, long_places, checkpoints): how many long ones */
static PyObject *py_join_postings(PyObject *module, PyObject *const *args, Py_ssize_t given) {
    static const wanted_array wanted[] = {{"documents", 4, READ},
                                          {"counts", 4, READ},
                                          {"postings", 4, WRITE},
                                          {"long_places", 8, WRITE},
                                          {"checkpoints", 8, WRITE}};
    Py_buffer views[5];
    PyObject *result = NULL;
    (void)module;
    if (!take_all(args, given, 5, wanted, 5, views)) return NULL;
    size_t size = COUNT(views[0]);
    if (expect(COUNT(views[1]) == size && COUNT(views[2]) == size && COUNT(views[4]) == size / CHECKPOINT + 1,
               "lengths differ")) {
        int64_t done;
        RUN(size, done = join_postings(views[0].buf, views[1].buf, size, views[2].buf, views[3].buf, COUNT(views[3]),
                                       views[4].buf));
        result = answer(done);
    }
    give_back(views, 5);
    return result;
}

/* count_above(numbers, above) */
static PyObject *py_count_above(PyObject *module, PyObject *const *args, Py_ssize_t given) {
    static const wanted_array wanted[] = {{"numbers", 4, READ}, {"above", 8, WRITE}};
    Py_buffer views[2];
    PyObject *result = NULL;
    (void)module;
    if (!take_all(args, given, 2, wanted, 2, views)) return NULL;
    if (expect(COUNT(views[1]) == WIDTHS, "above: one for each width")) {
        RUN(COUNT(views[0]), count_above(views[0].buf, COUNT(views[0]), views[1].buf));
        result = Py_NewRef(Py_None);
    }
    give_back(views, 2);
    return result;
}

/* Whether so many numbers of so many bits take as many bytes as there are; a ValueError where not. */
static int packed_fit(size_t numbers, size_t width, size_t bytes) {
    return expect(width >= 8 && width <= 16 && width % 2 == 0, "width: even, 8 … 16") &&
           expect(bytes == (numbers + TOGETHER - 1) / TOGETHER * (width / 2) + PADDING, "lengths differ");
}

/* pack(numbers, packed, width) */
static PyObject *py_pack(PyObject *module, PyObject *const *args, Py_ssize_t given) {
    static const wanted_array wanted[] = {{"numbers", 4, READ}, {"packed", 1, WRITE}};
    Py_buffer views[2];
    PyObject *result = NULL;
    (void)module;
    if (!take_all(args, given, 3, wanted, 2, views)) return NULL;
    size_t width = as_size(args[2]), size = COUNT(views[0]);
    if (packed_fit(size, width, COUNT(views[1]))) {
        RUN(size, pack_numbers(views[0].buf, size, (unsigned)width, views[1].buf));
        result = Py_NewRef(Py_None);
    }
    give_back(views, 2);
    return result;
}

/* unpack(packed, numbers, width) */
static PyObject *py_unpack(PyObject *module, PyObject *const *args, Py_ssize_t given) {
    static const wanted_array wanted[] = {{"packed", 1, READ}, {"numbers", 4, WRITE}};
    Py_buffer views[2];
    PyObject *result = NULL;
    (void)module;
    if (!take_all(args, given, 3, wanted, 2, views)) return NULL;
    size_t width = as_size(args[2]), size = COUNT(views[1]);
    if (packed_fit(size, width, COUNT(views[0]))) {
        RUN(size, unpack_numbers(views[0].buf, (unsigned)width, views[1].buf, size));
        result = Py_NewRef(Py_None);
    }
    give_back(views, 2);
    return result;
}

/* place_runs(column, ordinals, runs, free_places, result) */
static PyObject *py_place_runs(PyObject *module, PyObject *const *args, Py_ssize_t given) {
    static const wanted_array wanted[] = {{"column", 4, READ},
                                          {"ordinals", 8, READ},
                                          {"runs", 8, READ},
                                          {"free_places", 8, WRITE},
                                          {"result", 4, WRITE}};
    Py_buffer views[5];
    PyObject *result = NULL;
    (void)module;
    if (!take_all(args, given, 5, wanted, 5, views)) return NULL;
    if (expect(COUNT(views[1]) == COUNT(views[2]), "lengths differ")) {
        int64_t done;
        RUN(COUNT(views[0]), done = place_runs(views[0].buf, COUNT(views[0]), views[1].buf, views[2].buf,
                                               COUNT(views[1]), views[3].buf, COUNT(views[3]), views[4].buf,
                                               COUNT(views[4])));
        result = answer(done);
    }
    give_back(views, 5);
    return result;
}

/* One list of `unite_terms`: (terms, starts, used, ordinals). */
static int take_list(PyObject *given, Py_buffer *views, term_list *list) {
    static const wanted_array wanted[] = {
        {"terms", 1, READ}, {"starts", 8, READ}, {"used", 1, READ}, {"ordinals", 8, WRITE}};
    if (!expect(PyTuple_Check(given) && PyTuple_Size(given) == 4, "a list: terms, starts, used, ordinals")) return 0;
    for (int i = 0; i < 4; i++)
        if (!take(PyTuple_GetItem(given, i), &wanted[i], &views[i])) return 0;
    *list = (term_list){views[0].buf,    COUNT(views[0]), views[1].buf,   views[2].buf,
                        COUNT(views[2]), views[3].buf,    COUNT(views[3])};
    return expect(COUNT(views[1]) == list->size + 1, "lengths differ");
}

/* unite_terms(lists, terms, starts): how many there are */
static PyObject *py_unite_terms(PyObject *module, PyObject *const *args, Py_ssize_t given) {
    static const wanted_array wanted[] = {{"terms", 1, WRITE}, {"starts", 8, WRITE}};
    Py_buffer room[2];
    PyObject *result = NULL;
    (void)module;
    if (!expect(given == 3 && PyTuple_Check(args[0]), "lists: a tuple; terms, starts")) return NULL;
    if (!take_all(args + 1, 2, 2, wanted, 2, room)) return NULL;
    size_t number = (size_t)PyTuple_Size(args[0]);
    Py_buffer *views = PyMem_Calloc(4 * number + 1, sizeof *views);
    term_list *lists = PyMem_Calloc(number + 1, sizeof *lists);
    int right = views && lists;
    if (!right) PyErr_NoMemory();
    for (size_t i = 0; i < number && right; i++)
        right = take_list(PyTuple_GetItem(args[0], (Py_ssize_t)i), &views[4 * i], &lists[i]);
    if (right && expect(COUNT(room[1]) > 0, "starts: one at least")) {
        int64_t done;
        RUN(COUNT(room[1]), done = unite_terms(lists, number, room[0].buf, COUNT(room[0]), room[1].buf,
                                               COUNT(room[1]) - 1));
        result = answer(done);
    }
    if (views) give_back(views, 4 * number);
    PyMem_Free(views);
    PyMem_Free(lists);
    give_back(room, 2);
    return result;
}

static PyMethodDef FUNCTIONS[] = {
    {"unite_terms", FAST(py_unite_terms), METH_FASTCALL, NULL},
    {"tally_chunks", FAST(py_tally_chunks), METH_FASTCALL, NULL},
    {"invert", FAST(py_invert), METH_FASTCALL, NULL},
    {"join_postings", FAST(py_join_postings), METH_FASTCALL, NULL},
    {"count_above", FAST(py_count_above), METH_FASTCALL, NULL},
    {"pack", FAST(py_pack), METH_FASTCALL, NULL},
    {"unpack", FAST(py_unpack), METH_FASTCALL, NULL},
    {"place_runs", FAST(py_place_runs), METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};

static int fill_module(PyObject *module) {
    return add_type_and_version(module, &CHUNKS, "Chunks", VERSION);
}

static PyModuleDef_Slot SLOTS[] = {{Py_mod_exec, fill_module}, {0, NULL}};
static struct PyModuleDef MODULE = {
    PyModuleDef_HEAD_INIT, "index._loops", "See index/compiled.", 0, FUNCTIONS, SLOTS, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__loops(void) { return PyModuleDef_Init(&MODULE); }
