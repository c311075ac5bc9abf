/* Arrays from Python, checked, for every compiled module of the program.

   Arrays come in through the buffer protocol, of numpy or of anything else: no header but Python's own is
   needed, and with the limited API one file serves every Python from 3.11 on. Of each array the size of its
   items, its alignment and, where two must fit together, its length is checked; a ValueError says which does
   not. What the numbers in it are is the loops' business.

   The lock of the interpreter is let go around loops of more than MUCH steps. Around less it costs more than it
   gives: whoever takes it meanwhile keeps it for five milliseconds. */
#ifndef KLIPING_ARRAYS_H
#define KLIPING_ARRAYS_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdint.h>
#include <string.h>

enum { MUCH = 1 << 14 };

typedef struct {
    const char *name;
    Py_ssize_t item; /* bytes of an item */
    enum { READ, WRITE, OPTIONAL } access;
} wanted_array;

#define COUNT(of) ((size_t)((of).len / (of).itemsize))

static inline void give_back(Py_buffer *views, size_t number) {
    while (number-- > 0)
        if (views[number].obj) PyBuffer_Release(&views[number]);
}

/* Take one array; false with an error set where it is not as wanted. */
static inline int take(PyObject *from, const wanted_array *wanted, Py_buffer *view) {
    memset(view, 0, sizeof *view);
    view->itemsize = wanted->item;
    if (wanted->access == OPTIONAL && from == Py_None) return 1;
    if (PyObject_GetBuffer(from, view, wanted->access == WRITE ? PyBUF_WRITABLE : PyBUF_SIMPLE) < 0) {
        view->obj = NULL;
        return 0;
    }
    int aligned = !view->len || (uintptr_t)view->buf % (uintptr_t)wanted->item == 0; /* nothing lies anywhere */
    if (view->itemsize == wanted->item && aligned) return 1;
    PyErr_Format(PyExc_ValueError, "%s: items of %zd bytes, aligned, are wanted", wanted->name, wanted->item);
    give_back(view, 1);
    return 0;
}

/* Take the first arguments as arrays; `given` must be the number of all arguments. */
static inline int take_all(PyObject *const *args, Py_ssize_t given, Py_ssize_t all, const wanted_array *wanted,
                           size_t number, Py_buffer *views) {
    if (given != all) {
        PyErr_Format(PyExc_TypeError, "%zd arguments are wanted", all);
        return 0;
    }
    for (size_t i = 0; i < number; i++)
        if (!take(args[i], &wanted[i], &views[i])) {
            give_back(views, i);
            return 0;
        }
    return 1;
}

/* A number that is not negative; an error is set where it is none, and SIZE_MAX returned. */
static inline size_t as_size(PyObject *number) { return PyLong_AsSize_t(number); }

static inline int failed(void) { return PyErr_Occurred() != NULL; }

/* True where `fits`, else a ValueError. */
static inline int expect(int fits, const char *what) {
    if (!fits && !failed()) PyErr_SetString(PyExc_ValueError, what);
    return fits && !failed();
}

/* Run a loop of so many steps, without the lock where they are many. */
#define RUN(steps, loop)                             \
    do {                                             \
        PyThreadState *others_may = NULL;            \
        if ((steps) > MUCH) others_may = PyEval_SaveThread(); \
        loop;                                        \
        if (others_may) PyEval_RestoreThread(others_may); \
    } while (0)

#define FAST(function) ((PyCFunction)(void (*)(void))(function))

/* Fill a module with its one type and the VERSION that Python compares before it trusts the file. */
static inline int add_type_and_version(PyObject *module, PyType_Spec *spec, const char *name, long version) {
    PyObject *type = PyType_FromSpec(spec);
    if (!type) return -1;
    int added = PyModule_AddObjectRef(module, name, type);
    Py_DECREF(type);
    return added < 0 ? -1 : PyModule_AddIntConstant(module, "VERSION", version);
}

#endif
