/* Whether the lexicon may explain a word: asked before index/lang/morphology.py looks, for most words that are new to
   an archive it cannot. A word is cut by every beginning and ending that prefixes and suffixes write; where
   none leaves anything of a root, nothing explains it. What may stand with what, Python knows. */
#include "cuts.h"

enum { SHORTEST_ROOT = 3 }; /* what an ending may leave, as index/lang/morphology.py has it */
enum { AFFIXES = 64 }; /* beginnings of one word, and endings of one; where there are more Python must look */

typedef struct {
    PyObject_HEAD
    chunk_table beginnings, endings, bases;
    size_t whole_beginnings, whole_endings; /* so many are whole, the others parts of one */
} Cuts;

static int number_strings(chunk_table *table, PyObject *strings) {
    for (Py_ssize_t i = 0; i < PyTuple_Size(strings); i++) {
        Py_ssize_t size;
        const char *bytes = PyUnicode_AsUTF8AndSize(PyTuple_GetItem(strings, i), &size);
        if (!bytes) return 0;
        if (number_chunk(table, (chunk_slice){(const uint8_t *)bytes, (size_t)size}) < 0) {
            PyErr_NoMemory();
            return 0;
        }
    }
    return 1;
}

/* Cuts(beginnings, parts of them, endings, parts of them, bases, secret) */
static PyObject *cuts_new(PyTypeObject *type, PyObject *args, PyObject *named) {
    PyObject *beginnings, *of_beginnings, *endings, *of_endings, *bases;
    unsigned long long secret;
    if (named && PyDict_Size(named)) return PyErr_Format(PyExc_TypeError, "arguments without names are wanted");
    if (!PyArg_ParseTuple(args, "O!O!O!O!O!K", &PyTuple_Type, &beginnings, &PyTuple_Type, &of_beginnings, &PyTuple_Type,
                          &endings, &PyTuple_Type, &of_endings, &PyTuple_Type, &bases, &secret))
        return NULL;
    Cuts *self = (Cuts *)((allocfunc)PyType_GetSlot(type, Py_tp_alloc))(type, 0); /* all zeros */
    if (!self) return NULL;
    self->beginnings.secret = self->endings.secret = self->bases.secret = secret;
    int right = number_strings(&self->beginnings, beginnings) && number_strings(&self->endings, endings);
    self->whole_beginnings = self->beginnings.count;
    self->whole_endings = self->endings.count;
    right = right && number_strings(&self->beginnings, of_beginnings) && number_strings(&self->endings, of_endings);
    if (right && number_strings(&self->bases, bases)) return (PyObject *)self;
    Py_DECREF(self);
    return NULL;
}

static void cuts_free(PyObject *object) {
    Cuts *self = (Cuts *)object;
    PyTypeObject *type = Py_TYPE(object);
    free_chunks(&self->beginnings);
    free_chunks(&self->endings);
    free_chunks(&self->bases);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(object);
    Py_DECREF(type);
}

static int is_plain(const uint8_t *word, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (word[i] < 'a' || word[i] > 'z') return 0;
    return 1;
}

int may_explain(const PyObject *cuts, const uint8_t *word, size_t size) {
    const Cuts *self = (const Cuts *)cuts;
    size_t begins[AFFIXES], count = 0;
    if (!is_plain(word, size)) return 1;
    for (size_t length = 0; length < size; length++) {
        int64_t number = find_chunk(&self->beginnings, (chunk_slice){word, length});
        if (number < 0) break;
        if ((size_t)number >= self->whole_beginnings) continue;
        if (count == AFFIXES) return 1;
        begins[count++] = length;
    }
    for (size_t end = size; end > 0; end--) {
        int64_t number = find_chunk(&self->endings, (chunk_slice){word + end, size - end});
        if (number < 0) break;
        if ((size_t)number >= self->whole_endings) continue;
        size_t tried = end < SHORTEST_ROOT && count ? 1 : count; /* so short are only words that the data decides */
        for (size_t i = 0; i < tried && begins[i] < end; i++)
            if (find_chunk(&self->bases, (chunk_slice){word + begins[i], end - begins[i]}) >= 0) return 1;
    }
    return 0;
}

/* cuts(word): whether Python must look */
static PyObject *cuts_call(PyObject *object, PyObject *args, PyObject *named) {
    PyObject *word;
    Py_ssize_t size;
    if (named && PyDict_Size(named)) return PyErr_Format(PyExc_TypeError, "arguments without names are wanted");
    if (!PyArg_ParseTuple(args, "U", &word)) return NULL;
    const char *bytes = PyUnicode_AsUTF8AndSize(word, &size);
    if (bytes) return PyBool_FromLong(may_explain(object, (const uint8_t *)bytes, (size_t)size));
    PyErr_Clear(); /* half a surrogate pair: no word of the lexicon, but that is not for us to say */
    return PyBool_FromLong(1);
}

static PyType_Slot SLOTS[] = {
    {Py_tp_new, cuts_new}, {Py_tp_dealloc, cuts_free}, {Py_tp_call, cuts_call}, {0, NULL}};
PyType_Spec CUTS = {"index._splitting.Cuts", sizeof(Cuts), 0, Py_TPFLAGS_DEFAULT, SLOTS};
