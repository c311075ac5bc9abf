/* Texts for Python: what module.c offers of pieces.h and excerpts.h. */
#ifndef KLIPING_TEXTS_H
#define KLIPING_TEXTS_H

#include "arrays.h"

PyObject *py_pieces(PyObject *module, PyObject *const *args, Py_ssize_t given);
PyObject *py_excerpts(PyObject *module, PyObject *const *args, Py_ssize_t given);
PyObject *py_hit(PyObject *module, PyObject *const *args, Py_ssize_t given);

#endif
