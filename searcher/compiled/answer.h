/* What a loop returned, for Python. */
#ifndef KLIPING_ANSWER_H
#define KLIPING_ANSWER_H

#include "arrays.h"
#include "loops.h"

/* What a loop returned, as a number or as an error. */
static inline PyObject *answer(int64_t done) {
    switch (done) {
    case OUTSIDE:
        PyErr_SetString(PyExc_IndexError, "a number in the index names what does not exist");
        return NULL;
    case NOT_ASCENDING:
        PyErr_SetString(PyExc_IndexError, "documents in the index do not ascend");
        return NULL;
    case NO_MEMORY:
        return PyErr_NoMemory();
    default:
        return PyLong_FromLongLong(done);
    }
}

#endif
