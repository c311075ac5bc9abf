/* Whether the lexicon may explain a word, for Python: what cuts.c finds, as index/splitting_compiled.py takes it. */
#include "splitter.h"

typedef struct {
    PyObject_HEAD
    word_cuts cuts;
} Cuts;

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
    self->cuts.beginnings.secret = self->cuts.endings.secret = self->cuts.bases.secret = secret;
    int right = take_strings(&self->cuts.beginnings, beginnings) && take_strings(&self->cuts.endings, endings);
    self->cuts.whole_beginnings = self->cuts.beginnings.count;
    self->cuts.whole_endings = self->cuts.endings.count;
    right = right && take_strings(&self->cuts.beginnings, of_beginnings) && take_strings(&self->cuts.endings, of_endings);
    if (right && take_strings(&self->cuts.bases, bases)) return (PyObject *)self;
    Py_DECREF(self);
    return NULL;
}

static void cuts_free(PyObject *object) {
    Cuts *self = (Cuts *)object;
    PyTypeObject *type = Py_TYPE(object);
    free_chunks(&self->cuts.beginnings);
    free_chunks(&self->cuts.endings);
    free_chunks(&self->cuts.bases);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(object);
    Py_DECREF(type);
}

/* cuts(word): whether Python must look */
static PyObject *cuts_call(PyObject *object, PyObject *args, PyObject *named) {
    PyObject *word;
    Py_ssize_t size;
    if (named && PyDict_Size(named)) return PyErr_Format(PyExc_TypeError, "arguments without names are wanted");
    if (!PyArg_ParseTuple(args, "U", &word)) return NULL;
    const char *bytes = PyUnicode_AsUTF8AndSize(word, &size);
    if (bytes) return PyBool_FromLong(may_explain(&((const Cuts *)object)->cuts, (const uint8_t *)bytes, (size_t)size));
    PyErr_Clear(); /* half a surrogate pair: no word of the lexicon, but that is not for us to say */
    return PyBool_FromLong(1);
}

const word_cuts *cuts_of(PyObject *object) {
    void *call = PyType_GetSlot(Py_TYPE(object), Py_tp_call);
    return call == (void *)cuts_call ? &((const Cuts *)object)->cuts : NULL;
}

static PyType_Slot SLOTS[] = {
    {Py_tp_new, cuts_new}, {Py_tp_dealloc, cuts_free}, {Py_tp_call, cuts_call}, {0, NULL}};
PyType_Spec CUTS = {"index._splitting.Cuts", sizeof(Cuts), 0, Py_TPFLAGS_DEFAULT, SLOTS};
