/* Objects of one class with slots, taken apart into columns and made of columns: index/shapes.py is the specification.

   A slot is read and set by its descriptor's own function, past what Python does around it. */
#include "arrays.h"

/* Raised with every change of what is here; index/shapes.py asks for it. */
enum { VERSION = 1 };

/* A function of the descriptor at a place of a tuple; NULL with an error set. */
static void *slot_function(PyObject *descriptors, Py_ssize_t at, int slot, PyObject **descriptor) {
    *descriptor = PyTuple_GetItem(descriptors, at);
    void *function = *descriptor ? PyType_GetSlot(Py_TYPE(*descriptor), slot) : NULL;
    return expect(function != NULL, "descriptors of slots are wanted") ? function : NULL;
}

/* One slot of all items, as a new list; NULL with an error set. */
static PyObject *column_of(PyObject *items, PyObject *descriptor, descrgetfunc get) {
    Py_ssize_t count = PyList_Size(items);
    PyObject *column = PyList_New(count);
    for (Py_ssize_t i = 0; column && i < count; i++) {
        PyObject *item = PyList_GetItem(items, i);
        PyObject *value = item ? get(descriptor, item, (PyObject *)Py_TYPE(item)) : NULL;
        if (!value || PyList_SetItem(column, i, value) < 0) Py_CLEAR(column);
    }
    return column;
}

/* columns(items: list, descriptors: tuple): a list of a list for each descriptor */
static PyObject *py_columns(PyObject *module, PyObject *args) {
    PyObject *items, *descriptors, *descriptor;
    (void)module;
    if (!PyArg_ParseTuple(args, "O!O!", &PyList_Type, &items, &PyTuple_Type, &descriptors)) return NULL;
    Py_ssize_t width = PyTuple_Size(descriptors);
    PyObject *columns = PyList_New(width);
    for (Py_ssize_t at = 0; columns && at < width; at++) {
        descrgetfunc get = (descrgetfunc)slot_function(descriptors, at, Py_tp_descr_get, &descriptor);
        PyObject *column = get ? column_of(items, descriptor, get) : NULL;
        if (!column || PyList_SetItem(columns, at, column) < 0) Py_CLEAR(columns);
    }
    return columns;
}

/* So many new objects of a class, nothing in their slots; NULL with an error set. */
static PyObject *bare(PyTypeObject *kind, Py_ssize_t count) {
    allocfunc allocate = (allocfunc)PyType_GetSlot(kind, Py_tp_alloc);
    int plain = PyType_GetSlot(kind, Py_tp_new) == PyType_GetSlot(&PyBaseObject_Type, Py_tp_new);
    if (!expect(plain && allocate && count >= 0, "a class that is made of nothing, and a number, are wanted"))
        return NULL;
    PyObject *items = PyList_New(count);
    for (Py_ssize_t i = 0; items && i < count; i++) {
        PyObject *item = allocate(kind, 0);
        if (!item || PyList_SetItem(items, i, item) < 0) Py_CLEAR(items);
    }
    return items;
}

/* Set one slot of all items; false with an error set. */
static int fill(PyObject *items, PyObject *column, PyObject *descriptor, descrsetfunc set) {
    Py_ssize_t count = PyList_Size(items);
    if (!expect(column && PyList_Check(column) && PyList_Size(column) == count, "a list of a value for each is wanted"))
        return 0;
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *value = PyList_GetItem(column, i);
        if (!value || set(descriptor, PyList_GetItem(items, i), value) < 0) return 0;
    }
    return 1;
}

/* made(kind: type, count, descriptors: tuple, columns: list of lists): a list of objects */
static PyObject *py_made(PyObject *module, PyObject *args) {
    PyObject *kind, *descriptors, *columns, *descriptor;
    Py_ssize_t count;
    (void)module;
    if (!PyArg_ParseTuple(args, "O!nO!O!", &PyType_Type, &kind, &count, &PyTuple_Type, &descriptors, &PyList_Type,
                          &columns))
        return NULL;
    Py_ssize_t width = PyTuple_Size(descriptors);
    if (!expect(PyList_Size(columns) == width, "a column for each descriptor is wanted")) return NULL;
    PyObject *items = bare((PyTypeObject *)kind, count);
    for (Py_ssize_t at = 0; items && at < width; at++) {
        descrsetfunc set = (descrsetfunc)slot_function(descriptors, at, Py_tp_descr_set, &descriptor);
        if (!set || !fill(items, PyList_GetItem(columns, at), descriptor, set)) Py_CLEAR(items);
    }
    return items;
}

static PyMethodDef FUNCTIONS[] = {
    {"columns", py_columns, METH_VARARGS, NULL}, {"made", py_made, METH_VARARGS, NULL}, {NULL, NULL, 0, NULL}};

static int fill_module(PyObject *module) { return PyModule_AddIntConstant(module, "VERSION", VERSION); }

static PyModuleDef_Slot SLOTS[] = {{Py_mod_exec, fill_module}, {0, NULL}};
static struct PyModuleDef MODULE = {
    PyModuleDef_HEAD_INIT, "index._shaping", "See index/shapes.py.", 0, FUNCTIONS, SLOTS, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__shaping(void) { return PyModuleDef_Init(&MODULE); }
