/* An article as the JSON of its record, in one pass over its attributes: index/record.py says what a record is and
   is the specification; what `pack` gives is what orjson gives of `stored_record`, to the last byte.

   What is recorded of which class is told by Python, as names of attributes. What is empty is left out. An object
   that cannot be written here, whatever the reason, gives None, and Python does it: half a surrogate pair, a number
   of more than 63 bits, a class that nobody told of, mentions that are not those of the actors in their order. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "arrays.h"

#include <stdint.h>
#include <string.h>

/* Raised with every change of what is here; index/record_packing.py asks for it. */
enum { VERSION = 1 };
/* What became of a value: an error is set, it is Python's, nothing was there to write, it is written. */
enum { FAILED = -2, OTHERWISE = -1, EMPTY = 0, WRITTEN = 1 };
enum { FEWEST_BYTES = 1 << 12, MOST_DIGITS = 20, DEEPEST = 4, BLOCK = 32 };

typedef struct {
    char *bytes;
    size_t size, room;
} json_text;

typedef struct {
    PyObject_HEAD
    PyObject *names;      /* of an article's attributes, in the order of its record */
    PyObject *kept;       /* those whose objects are written even where nothing of them is filled */
    PyObject *shapes;     /* class → its attributes as a tuple: an object; as a list: an array of all of them */
    PyObject *of_mention; /* the attributes of a mention: whose, from where, to where */
    PyObject *day;        /* the class of days */
    PyObject *actors, *mentions, *id, *isoformat; /* names */
    json_text text;
    long long *places; /* of each actor the first and last mention, of each mention start, end and the next one */
    size_t room;
    int busy;
} Packer;

/* ---- text --------------------------------------------------------------------------------------------- */

static int make_room(json_text *text, size_t more) {
    size_t room = text->room ? text->room : FEWEST_BYTES;
    if (text->room - text->size >= more) return 1;
    while (room - text->size < more) room *= 2;
    char *bytes = PyMem_Realloc(text->bytes, room);
    if (!bytes) {
        PyErr_NoMemory();
        return 0;
    }
    text->bytes = bytes;
    text->room = room;
    return 1;
}

static inline int put(json_text *text, char letter) {
    if (!make_room(text, 1)) return FAILED;
    text->bytes[text->size++] = letter;
    return WRITTEN;
}

static inline int is_special(char byte) { return (unsigned char)byte < 0x20 || byte == '"' || byte == '\\'; }

/* Whether no byte of a block must be escaped: without a branch, so that compilers look at many at once. */
static inline int plain(const char *at) {
    unsigned char found = 0;
    for (int i = 0; i < BLOCK; i++) found |= (unsigned char)is_special(at[i]);
    return !found;
}

/* Write a byte that must not stand in a string as it is; there is room for six. */
static void escape(json_text *text, unsigned char byte) {
    static const char SHORT[] = "\b\t\n\f\r\"\\", NAMES[] = "btnfr\"\\", DIGITS[] = "0123456789abcdef";
    const char *found = byte ? strchr(SHORT, byte) : NULL;
    char *to = text->bytes + text->size;
    *to++ = '\\';
    if (found)
        *to++ = NAMES[found - SHORT];
    else {
        memcpy(to, "u00", 3);
        to[3] = DIGITS[byte >> 4];
        to[4] = DIGITS[byte & 15];
        to += 5;
    }
    text->size = (size_t)(to - text->bytes);
}

static int put_string(json_text *text, PyObject *value) {
    Py_ssize_t length;
    const char *at = PyUnicode_AsUTF8AndSize(value, &length);
    if (!at) return FAILED;
    const char *end = at + length;
    if (!make_room(text, 6 * (size_t)length + 2)) return FAILED;
    text->bytes[text->size++] = '"';
    while (at < end) {
        if (end - at >= BLOCK && plain(at)) {
            memcpy(text->bytes + text->size, at, BLOCK);
            text->size += BLOCK;
            at += BLOCK;
            continue;
        }
        for (int i = 0; i < BLOCK && at < end; i++, at++)
            if (is_special(*at))
                escape(text, (unsigned char)*at);
            else
                text->bytes[text->size++] = *at;
    }
    text->bytes[text->size++] = '"';
    return WRITTEN;
}

static int put_number(json_text *text, long long number) {
    char digits[MOST_DIGITS];
    size_t place = MOST_DIGITS;
    unsigned long long left = number < 0 ? 0 - (unsigned long long)number : (unsigned long long)number;
    if (!make_room(text, MOST_DIGITS + 1)) return FAILED;
    do digits[--place] = (char)('0' + left % 10);
    while (left /= 10);
    if (number < 0) text->bytes[text->size++] = '-';
    memcpy(text->bytes + text->size, digits + place, MOST_DIGITS - place);
    text->size += MOST_DIGITS - place;
    return WRITTEN;
}

/* A number that Python has; OTHERWISE where it is none of ours. */
static int number_of(PyObject *value, long long *number) {
    int too_large;
    if (!PyLong_CheckExact(value)) return OTHERWISE;
    *number = PyLong_AsLongLongAndOverflow(value, &too_large);
    return too_large ? OTHERWISE : *number == -1 && PyErr_Occurred() ? FAILED : WRITTEN;
}

/* ---- values ------------------------------------------------------------------------------------------- */

static int put_value(Packer *packer, PyObject *value, int depth, int whole);

/* Write `"name":` behind a comma where something stands before it. */
static int put_name(json_text *text, PyObject *name, int first) {
    if (!first && put(text, ',') < 0) return FAILED;
    int done = put_string(text, name);
    return done < 0 ? done : put(text, ':');
}

/* Write what of an object's attributes is filled, with their names, or all of them without. */
static int put_attributes(Packer *packer, PyObject *object, PyObject *names, int as_object, int depth, int *number) {
    Py_ssize_t count = PySequence_Size(names);
    json_text *text = &packer->text;
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *name = as_object ? PyTuple_GetItem(names, i) : PyList_GetItem(names, i); /* borrowed */
        PyObject *value = name ? PyObject_GetAttr(object, name) : NULL;
        size_t before = text->size;
        if (!value) return FAILED;
        int done = as_object ? put_name(text, name, !*number) : *number ? put(text, ',') : WRITTEN;
        if (done >= 0) done = put_value(packer, value, depth, !as_object);
        Py_DECREF(value);
        if (done < 0) return done;
        if (done == EMPTY)
            text->size = before;
        else
            ++*number;
    }
    return WRITTEN;
}

/* Write an object of a class that Python told of; one with nothing filled is `{}`. */
static int put_object(Packer *packer, PyObject *object, PyObject *names, int depth) {
    int as_object = PyTuple_Check(names), number = 0;
    if (put(&packer->text, as_object ? '{' : '[') < 0) return FAILED;
    int done = put_attributes(packer, object, names, as_object, depth, &number);
    return done < 0 ? done : put(&packer->text, as_object ? '}' : ']');
}

static int put_sequence(Packer *packer, PyObject *values, int depth) {
    Py_ssize_t count = PyTuple_Size(values);
    int done = put(&packer->text, '[');
    for (Py_ssize_t i = 0; i < count && done >= 0; i++) {
        if (i) done = put(&packer->text, ',');
        if (done >= 0) done = put_value(packer, PyTuple_GetItem(values, i), depth, 1);
    }
    return done < 0 ? done : put(&packer->text, ']');
}

static int put_day(Packer *packer, PyObject *day) {
    PyObject *written = PyObject_CallMethodObjArgs(day, packer->isoformat, NULL);
    if (!written) return FAILED;
    int done = PyUnicode_Check(written) ? put_string(&packer->text, written) : OTHERWISE;
    Py_DECREF(written);
    return done;
}

/* Write a value: EMPTY for what is left out, unless the `whole` is wanted. */
static int put_value(Packer *packer, PyObject *value, int depth, int whole) {
    if (depth == DEEPEST) return OTHERWISE;
    if (PyUnicode_CheckExact(value)) {
        return whole || PyUnicode_GetLength(value) ? put_string(&packer->text, value) : EMPTY;
    }
    if (PyLong_CheckExact(value)) {
        long long number;
        int done = number_of(value, &number);
        return done < 0 ? done : whole || number ? put_number(&packer->text, number) : EMPTY;
    }
    if (PyTuple_CheckExact(value)) {
        return whole || PyTuple_Size(value) ? put_sequence(packer, value, depth + 1) : EMPTY;
    }
    if (value == Py_None) return whole ? OTHERWISE : EMPTY;
    if ((PyObject *)Py_TYPE(value) == packer->day) return put_day(packer, value);
    PyObject *names = PyDict_GetItemWithError(packer->shapes, (PyObject *)Py_TYPE(value)); /* borrowed */
    if (names) return put_object(packer, value, names, depth + 1);
    return PyErr_Occurred() ? FAILED : OTHERWISE;
}

/* ---- actors and where they are named ------------------------------------------------------------------- */

static int number_attribute(PyObject *object, PyObject *name, long long *number) {
    PyObject *value = name ? PyObject_GetAttr(object, name) : NULL;
    if (!value) return FAILED;
    int done = number_of(value, number);
    Py_DECREF(value);
    return done;
}

/* Number actors by id; NULL without an error where two have the same. */
static PyObject *ranks_of(Packer *packer, PyObject *actors, Py_ssize_t count) {
    PyObject *ranks = PyDict_New();
    int right = ranks != NULL;
    for (Py_ssize_t i = 0; i < count && right; i++) {
        PyObject *id = PyObject_GetAttr(PyTuple_GetItem(actors, i), packer->id), *rank = PyLong_FromSsize_t(i);
        right = id && rank && PyDict_SetItem(ranks, id, rank) == 0;
        Py_XDECREF(id);
        Py_XDECREF(rank);
    }
    if (right && PyDict_Size(ranks) == count) return ranks;
    Py_XDECREF(ranks);
    return NULL;
}

/* The rank of a mention's actor; OTHERWISE where it is none of the actors. */
static int rank_of(Packer *packer, PyObject *mention, PyObject *ranks, long long *rank) {
    PyObject *id = PyObject_GetAttr(mention, PyTuple_GetItem(packer->of_mention, 0));
    if (!id) return FAILED;
    PyObject *found = PyDict_GetItemWithError(ranks, id); /* borrowed */
    Py_DECREF(id);
    if (!found) return PyErr_Occurred() ? FAILED : OTHERWISE;
    return number_of(found, rank);
}

static int make_places(Packer *packer, size_t count) {
    if (packer->room >= count) return 1;
    long long *places = PyMem_Realloc(packer->places, 2 * count * sizeof *places);
    if (!places) {
        PyErr_NoMemory();
        return 0;
    }
    packer->places = places;
    packer->room = 2 * count;
    return 1;
}

/* Chain the mentions of each actor: `ends` has the first and the last of each, −1 for none, `places` the start,
   the end and the next of each mention. OTHERWISE where they are not in order. */
static int chain_mentions(Packer *packer, PyObject *mentions, PyObject *ranks, long long *ends, long long *places) {
    Py_ssize_t count = PyTuple_Size(mentions);
    long long before[3] = {-1, -1, -1};
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *mention = PyTuple_GetItem(mentions, i);
        long long *own = places + 3 * i, rank = 0;
        int done = rank_of(packer, mention, ranks, &rank);
        for (int part = 0; part < 2 && done >= 0; part++)
            done = number_attribute(mention, PyTuple_GetItem(packer->of_mention, part + 1), &own[part]);
        if (done < 0) return done;
        long long now[3] = {own[0], own[1], rank};
        for (int part = 0; part < 3 && now[part] <= before[part]; part++)
            if (now[part] < before[part]) return OTHERWISE;
        memcpy(before, now, sizeof before);
        own[2] = -1;
        if (ends[2 * rank] < 0)
            ends[2 * rank] = i;
        else
            places[3 * ends[2 * rank + 1] + 2] = i;
        ends[2 * rank + 1] = i;
    }
    return WRITTEN;
}

/* Write one actor, its mentions last. */
static int put_actor(Packer *packer, PyObject *actor, long long mention, const long long *places) {
    json_text *text = &packer->text;
    PyObject *names = PyDict_GetItemWithError(packer->shapes, (PyObject *)Py_TYPE(actor)); /* borrowed */
    int number = 0;
    if (!names || !PyTuple_Check(names)) return PyErr_Occurred() ? FAILED : OTHERWISE;
    if (put(text, '{') < 0) return FAILED;
    int done = put_attributes(packer, actor, names, 1, 1, &number);
    if (done >= 0 && mention >= 0) {
        done = put_name(text, packer->mentions, !number);
        for (char before = '['; mention >= 0 && done >= 0; mention = places[3 * mention + 2], before = ',') {
            if ((done = put(text, before)) >= 0) done = put(text, '[');
            if (done >= 0) done = put_number(text, places[3 * mention]);
            if (done >= 0) done = put(text, ',');
            if (done >= 0) done = put_number(text, places[3 * mention + 1]);
            if (done >= 0) done = put(text, ']');
        }
        if (done >= 0) done = put(text, ']');
    }
    return done < 0 ? done : put(text, '}');
}

/* Write all actors with their mentions; EMPTY where there are none. */
static int put_actors(Packer *packer, PyObject *actors, PyObject *mentions) {
    if (!PyTuple_CheckExact(actors) || !PyTuple_CheckExact(mentions)) return OTHERWISE;
    Py_ssize_t count = PyTuple_Size(actors), named = PyTuple_Size(mentions);
    if (!count) return named ? OTHERWISE : EMPTY;
    if (!make_places(packer, 2 * (size_t)count + 3 * (size_t)named)) return FAILED;
    long long *ends = packer->places, *places = ends + 2 * count;
    for (Py_ssize_t i = 0; i < 2 * count; i++) ends[i] = -1;
    int done = WRITTEN;
    if (named) {
        PyObject *ranks = ranks_of(packer, actors, count);
        if (!ranks) return PyErr_Occurred() ? FAILED : OTHERWISE;
        done = chain_mentions(packer, mentions, ranks, ends, places);
        Py_DECREF(ranks);
    }
    for (Py_ssize_t i = 0; i < count && done >= 0; i++) {
        done = put(&packer->text, i ? ',' : '[');
        if (done >= 0) done = put_actor(packer, PyTuple_GetItem(actors, i), ends[2 * i], places);
    }
    return done < 0 ? done : put(&packer->text, ']');
}

/* ---- articles ----------------------------------------------------------------------------------------- */

/* Write one attribute of an article. */
static int put_part(Packer *packer, PyObject *article, PyObject *name, PyObject *value) {
    if (name == packer->actors) {
        PyObject *mentions = PyObject_GetAttr(article, packer->mentions);
        if (!mentions) return FAILED;
        int done = put_actors(packer, value, mentions);
        Py_DECREF(mentions);
        return done;
    }
    int done = put_value(packer, value, 0, 0);
    if (done != WRITTEN || memcmp(packer->text.bytes + packer->text.size - 2, "{}", 2)) return done;
    int kept = PySequence_Contains(packer->kept, name);
    return kept < 0 ? FAILED : kept ? WRITTEN : EMPTY;
}

static int put_article(Packer *packer, PyObject *article) {
    Py_ssize_t count = PyTuple_Size(packer->names);
    json_text *text = &packer->text;
    int first = 1;
    text->size = 0;
    if (put(text, '{') < 0) return FAILED;
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *name = PyTuple_GetItem(packer->names, i), *value = PyObject_GetAttr(article, name);
        size_t before = text->size;
        if (!value) return FAILED;
        int done = put_name(text, name, first);
        if (done >= 0) done = put_part(packer, article, name, value);
        Py_DECREF(value);
        if (done < 0) return done;
        if (done == EMPTY)
            text->size = before;
        else
            first = 0;
    }
    return put(text, '}');
}

/* pack(article): its record as JSON, as bytes; None where Python is to do it */
static PyObject *packer_pack(PyObject *object, PyObject *article) {
    Packer *packer = (Packer *)object;
    if (packer->busy) return Py_NewRef(Py_None); /* the collector has let another thread in, or a finaliser */
    packer->busy = 1;
    int done = put_article(packer, article);
    packer->busy = 0;
    if (done == FAILED && PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) {
        PyErr_Clear();
        done = OTHERWISE;
    }
    if (done == FAILED) return NULL;
    if (done == OTHERWISE) return Py_NewRef(Py_None);
    return PyBytes_FromStringAndSize(packer->text.bytes, (Py_ssize_t)packer->text.size);
}

/* Packer(names, kept, shapes, of_mention, day): see the struct */
static PyObject *packer_new(PyTypeObject *type, PyObject *args, PyObject *named) {
    PyObject *names, *kept, *shapes, *of_mention, *day;
    if (named && PyDict_Size(named)) return PyErr_Format(PyExc_TypeError, "arguments without names are wanted");
    if (!PyArg_ParseTuple(args, "OOOOO", &names, &kept, &shapes, &of_mention, &day)) return NULL;
    if (!expect(PyTuple_Check(names) && PyTuple_Check(kept) && PyDict_Check(shapes), "tuple, tuple, dict") ||
        !expect(PyTuple_Check(of_mention) && PyTuple_Size(of_mention) == 3 && PyType_Check(day), "tuple of 3, type"))
        return NULL;
    allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    Packer *packer = (Packer *)allocate(type, 0); /* all zeros */
    if (!packer) return NULL;
    packer->names = Py_NewRef(names);
    packer->kept = Py_NewRef(kept);
    packer->shapes = Py_NewRef(shapes);
    packer->of_mention = Py_NewRef(of_mention);
    packer->day = Py_NewRef(day);
    packer->actors = PyUnicode_InternFromString("actors");
    packer->mentions = PyUnicode_InternFromString("mentions");
    packer->id = PyUnicode_InternFromString("id");
    packer->isoformat = PyUnicode_InternFromString("isoformat");
    if (packer->actors && packer->mentions && packer->id && packer->isoformat) return (PyObject *)packer;
    Py_DECREF(packer);
    return NULL;
}

static void packer_free(PyObject *object) {
    Packer *packer = (Packer *)object;
    PyTypeObject *type = Py_TYPE(object);
    PyObject *held[] = {packer->names, packer->kept,     packer->shapes, packer->of_mention, packer->day,
                        packer->actors, packer->mentions, packer->id,     packer->isoformat};
    for (size_t i = 0; i < sizeof held / sizeof *held; i++) Py_XDECREF(held[i]);
    PyMem_Free(packer->text.bytes);
    PyMem_Free(packer->places);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(object);
    Py_DECREF(type);
}

static PyMethodDef PACKER_METHODS[] = {{"pack", packer_pack, METH_O, NULL}, {NULL, NULL, 0, NULL}};
static PyType_Slot PACKER_SLOTS[] = {
    {Py_tp_new, packer_new}, {Py_tp_dealloc, packer_free}, {Py_tp_methods, PACKER_METHODS}, {0, NULL}};
static PyType_Spec PACKER = {"index._recording.Packer", sizeof(Packer), 0, Py_TPFLAGS_DEFAULT, PACKER_SLOTS};

static int fill_module(PyObject *module) { return add_type_and_version(module, &PACKER, "Packer", VERSION); }

static PyModuleDef_Slot SLOTS[] = {{Py_mod_exec, fill_module}, {0, NULL}};
static struct PyModuleDef MODULE = {
    PyModuleDef_HEAD_INIT, "index._recording", "See index/compiled.", 0, NULL, SLOTS, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__recording(void) { return PyModuleDef_Init(&MODULE); }
