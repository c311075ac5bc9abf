/* Counts for Python: what module.c offers of values.h, and rows that are shown with them. */
#ifndef KLIPING_TALLIES_H
#define KLIPING_TALLIES_H

#include "arrays.h"

/* Add the type of values.h to the module; -1 with an error set. */
int add_values(PyObject *module);

PyObject *py_bars(PyObject *module, PyObject *const *args, Py_ssize_t given);
PyObject *py_with_counts(PyObject *module, PyObject *const *args, Py_ssize_t given);

#endif
